import type { MotionKind } from '../../domain/motions/motion-record.ts'
import type { Contracts } from '../calls/contract-call.ts'
import type { Hex } from '../../domain/fields.ts'

/** The Governor that takes motions of a kind. */
export function governorOf({ OrdinaryGovernor, ConstitutionGovernor }: Contracts, kind: MotionKind): Hex {
  return (kind === 'ordinary' ? OrdinaryGovernor : ConstitutionGovernor).address
}

/** The account that a motion of a kind acts as: the timelock of its Governor. */
export function timelockOf({ OrdinaryTimelock, ConstitutionTimelock }: Contracts, kind: MotionKind): Hex {
  return (kind === 'ordinary' ? OrdinaryTimelock : ConstitutionTimelock).address
}
