import { encodeAbiParameters, keccak256, parseAbiParameters, toHex, type Hex } from 'viem'
import type { MotionKind } from '../../domain/motions/motion-record.ts'
import type { ContractCall } from '../calls/contract-call.ts'

/** What is put to the vote. All of it is bound: another word, another motion. */
export type Motion = { readonly kind: MotionKind; readonly calls: readonly ContractCall[]; readonly description: string }

const bound = parseAbiParameters('address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash')

/** The parameters by which a Governor knows a motion. */
export function boundBy({ calls, description }: Motion): readonly [Hex[], bigint[], Hex[], Hex] {
  return [calls.map(({ to }) => to), calls.map(() => 0n), calls.map(({ data }) => data), keccak256(toHex(description))]
}

/** motion_id: OpenZeppelin's proposal id, in hex. */
export function motionIdOf(motion: Motion): Hex {
  return keccak256(encodeAbiParameters(bound, boundBy(motion)))
}

/** `description` as only this account can propose it (OpenZeppelin's guard against somebody proposing first, and cancelling). */
export function describedBy(description: string, proposer: Hex): string {
  return `${description}#proposer=${proposer}`
}

/** The words of a motion without that mark. */
export function wordsOf(description: string): string {
  return description.replace(/#proposer=0x[0-9a-fA-F]{40}$/, '')
}
