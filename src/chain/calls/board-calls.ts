import { encodeFunctionData, stringToHex, type Hex } from 'viem'
import { motionKinds, type MotionKind } from '../../domain/motions/motion-record.ts'
import { boardAbi as abi } from '../abi/board.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'
import { toChainSegment } from './node-entry.ts'

/** A seat to be given; `group` is keccak-256 of the ultimate parent's rlid. */
export type SeatDetails = {
  readonly entity_id: string
  readonly account: string
  readonly country: string
  readonly segment: string
  readonly group: Hex
}

/** Constitution. @param taken entity_ids of the seats to be taken, before the others are given */
export function changeSeats({ Board }: Contracts, taken: readonly string[], given: readonly SeatDetails[]): ContractCall {
  const details = given.map(({ entity_id, account, country, segment, group }) => ({
    entityId: entity_id as Hex,
    account: account as Hex,
    country: stringToHex(country, { size: 2 }),
    segment: toChainSegment(segment),
    group,
  }))
  return toCall(Board, encodeFunctionData({ abi, functionName: 'changeSeats', args: [taken as readonly Hex[], details] }))
}

/** Constitution: the seat's own account is lost. */
export function replaceSeatAccount({ Board }: Contracts, entityId: string, account: string): ContractCall {
  return toCall(Board, encodeFunctionData({ abi, functionName: 'replaceSeatAccount', args: [entityId as Hex, account as Hex] }))
}

/** Constitution: `numerator` of `denominator` of all seats, rounded up. */
export function setThreshold({ Board }: Contracts, kind: MotionKind, numerator: number, denominator: number): ContractCall {
  const args = [motionKinds.indexOf(kind), numerator, denominator] as const
  return toCall(Board, encodeFunctionData({ abi, functionName: 'setThreshold', args }))
}

/** Constitution: for nodes and seats; replaces the list. */
export function setHomeCountries({ Board }: Contracts, countries: readonly string[]): ContractCall {
  const args = [countries.map((country) => stringToHex(country, { size: 2 }))] as const
  return toCall(Board, encodeFunctionData({ abi, functionName: 'setHomeCountries', args }))
}

/** Constitution: another ValidatorSet, after the genesis file's transitions replaced it. */
export function setValidatorSet({ Board }: Contracts, validatorSet: string): ContractCall {
  return toCall(Board, encodeFunctionData({ abi, functionName: 'setValidatorSet', args: [validatorSet as Hex] }))
}

/** A seat: names its next account, which then accepts. */
export function proposeSeatAccount({ Board }: Contracts, account: string): ContractCall {
  return toCall(Board, encodeFunctionData({ abi, functionName: 'proposeSeatAccount', args: [account as Hex] }))
}

/** The account that was proposed. */
export function acceptSeatAccount({ Board }: Contracts, entityId: string): ContractCall {
  return toCall(Board, encodeFunctionData({ abi, functionName: 'acceptSeatAccount', args: [entityId as Hex] }))
}
