import type { MotionKind } from '../../domain/motions/motion-record.ts'
import type { Contracts } from '../calls/contract-call.ts'
import type { Hex } from '../../domain/fields.ts'

type Governed = Record<'OrdinaryGovernor' | 'OrdinaryTimelock' | 'ConstitutionGovernor' | 'ConstitutionTimelock', { readonly address: Hex }>

/** The Governor that takes motions of a kind. */
export function governorOf(contracts: Contracts, kind: MotionKind): Hex {
  const { OrdinaryGovernor, ConstitutionGovernor } = contracts as Contracts & Governed
  return (kind === 'ordinary' ? OrdinaryGovernor : ConstitutionGovernor).address
}

/** The account that a motion of a kind acts as: the timelock of its Governor. */
export function timelockOf(contracts: Contracts, kind: MotionKind): Hex {
  const { OrdinaryTimelock, ConstitutionTimelock } = contracts as Contracts & Governed
  return (kind === 'ordinary' ? OrdinaryTimelock : ConstitutionTimelock).address
}
