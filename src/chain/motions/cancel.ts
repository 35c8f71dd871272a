import { encodeFunctionData } from 'viem'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import type { ContractCall, Contracts } from '../calls/contract-call.ts'
import { governorOf } from './governance.ts'
import { boundBy, type Motion } from './motion.ts'

/** By who proposed it, before the vote begins. */
export function cancelMotion(contracts: Contracts, motion: Motion): ContractCall {
  return { to: governorOf(contracts, motion.kind), data: encodeFunctionData({ abi, functionName: 'cancel', args: boundBy(motion) }) }
}
