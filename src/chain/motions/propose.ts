import { encodeFunctionData } from 'viem'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import type { ContractCall, Contracts } from '../calls/contract-call.ts'
import { governorOf } from './governance.ts'
import { boundBy, type Motion } from './motion.ts'

/** By a seat. */
export function proposeMotion(contracts: Contracts, motion: Motion): ContractCall {
  const [targets, values, calldatas] = boundBy(motion)
  const args = [targets, values, calldatas, motion.description] as const
  return { to: governorOf(contracts, motion.kind), data: encodeFunctionData({ abi, functionName: 'propose', args }) }
}
