import { encodeFunctionData } from 'viem'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import type { ContractCall, Contracts } from '../calls/contract-call.ts'
import { governorOf } from './governance.ts'
import { boundBy, type Motion } from './motion.ts'

/** By anybody, once the timelock ran out: the motion's calls are made, all or none. */
export function executeMotion(contracts: Contracts, motion: Motion): ContractCall {
  return { to: governorOf(contracts, motion.kind), data: encodeFunctionData({ abi, functionName: 'execute', args: boundBy(motion) }) }
}
