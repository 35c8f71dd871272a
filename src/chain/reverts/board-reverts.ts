import { hexToString, type Hex } from 'viem'
import { motionKinds } from '../../domain/motions/motion-record.ts'
import type { boardAbi } from '../abi/board.generated.ts'
import { refusedValue, roleMissing, unexpected, type Rows } from './rows.ts'

const text = (value: Hex) => JSON.stringify(hexToString(value).replaceAll('\0', ''))

export const boardReverts: Rows<typeof boardAbi> = {
  RegistryRoleMissing: roleMissing,
  BoardAccountNotProposed: (entity, account) => ({
    code: 'seat_account_not_proposed',
    detail: `the seat of ${entity} did not propose ${account}`,
  }),
  BoardAccountTaken: (account) => ({
    code: 'account_taken',
    field: 'account',
    detail: `${account} has a seat, or had one of another entity`,
  }),
  BoardAccountZero: () => refusedValue('account', 'the zero address is nobody’s'),
  BoardEntityZero: () => refusedValue('entity_id', 'the zero address is no entity'),
  BoardCountryUnknown: (country) => refusedValue('country', `${text(country)} is no officially assigned ISO 3166-1 alpha-2 code`),
  BoardForeignCap: (foreign, seats, needed, excess) => ({
    code: 'cap_broken',
    detail: `${foreign} of ${seats} seats would be foreign, ${needed} pass an ordinary motion: ${excess} too many`,
  }),
  BoardSegmentCap: (segment, count, seats, needed, excess) => ({
    code: 'cap_broken',
    detail: `${count} of ${seats} seats would be of the segment ${text(segment)}, ${needed} pass an ordinary motion: ${excess} too many`,
  }),
  BoardGroupTaken: (entity, holder) => ({
    code: 'seat_taken',
    detail: `${entity} is of the same group as ${holder}, which has a seat`,
  }),
  BoardGroupZero: () => refusedValue('group', 'is zero'),
  BoardNotSeated: (account) => ({ code: 'not_seated', detail: `${account} holds no seat` }),
  BoardSeatTaken: (entity) => ({ code: 'seat_taken', detail: `${entity} has a seat already` }),
  BoardSeatUnknown: (entity) => ({ code: 'seat_unknown', field: 'entity_id', detail: `${entity} holds no seat` }),
  BoardSegmentUnknown: (segment) => refusedValue('segment', `${text(segment)} is none of the segments`),
  BoardShareInvalid: (kind, numerator, denominator, leastNumerator, leastDenominator) => ({
    code: 'threshold_invalid',
    detail: `${numerator} of ${denominator} is no share of all seats from ${leastNumerator}/${leastDenominator}, the least of ${motionKinds[kind] ?? kind}, to all`,
  }),
  BoardThresholdInvalid: (kind, needed, least, most) => ({
    code: 'threshold_invalid',
    detail: `a motion of kind ${motionKinds[kind] ?? kind} would need ${needed} seats; ${least} to ${most} are allowed`,
  }),
  BoardTooFewSeats: (seats, least) => ({ code: 'seat_count', detail: `${seats} seats would remain, ${least} is the least` }),
  BoardTooManySeats: (seats, most) => ({ code: 'seat_count', detail: `there would be ${seats} seats, ${most} is the most` }),
  BoardValidatorSetForeign: (validatorSet, board) =>
    refusedValue('validator_set', `at ${validatorSet} there is no ValidatorSet, or another board (${board}) sets its home countries`),
  BoardVotesNotDelegable: () => ({ code: 'governance_fixed', detail: 'votes cannot be delegated' }),
  AccessManagedInvalidAuthority: unexpected('AccessManagedInvalidAuthority'),
  AccessManagedRequiredDelay: unexpected('AccessManagedRequiredDelay'),
  AccessManagedUnauthorized: (caller) => ({ code: 'role_missing', detail: `${caller} may not do that` }),
  CheckpointUnorderedInsertion: unexpected('CheckpointUnorderedInsertion'),
  ECDSAInvalidSignature: unexpected('ECDSAInvalidSignature'),
  ECDSAInvalidSignatureLength: unexpected('ECDSAInvalidSignatureLength'),
  ECDSAInvalidSignatureS: unexpected('ECDSAInvalidSignatureS'),
  ERC5805FutureLookup: (timepoint, clock) => ({
    code: 'motion_too_early',
    detail: `the seats of ${timepoint} are known from the second after; the chain's clock is at ${clock}`,
  }),
  InvalidAccountNonce: unexpected('InvalidAccountNonce'),
  InvalidShortString: unexpected('InvalidShortString'),
  SafeCastOverflowedUintDowncast: unexpected('SafeCastOverflowedUintDowncast'),
  StringTooLong: unexpected('StringTooLong'),
  VotesExpiredSignature: unexpected('VotesExpiredSignature'),
}
