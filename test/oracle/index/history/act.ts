import type { ContractCall, Contracts } from '../../../../src/chain/calls/contract-call.ts'
import type { Hex } from '../../../../src/domain/fields.ts'
import type { RotatingKey } from '../../../support/rotating-key.ts'
import type { Known } from './known.ts'
import type { Choice } from './pick.ts'

/** What acts are made of. `time`: of the newest block, in seconds. */
export type Stage = {
  readonly chainId: number
  readonly contracts: Contracts
  readonly known: Known
  readonly pick: Choice
  readonly time: number
  /** Keys with a private key, of which some are registered. */
  readonly keyPool: readonly RotatingKey[]
  /** Accounts that are nobody's. */
  readonly accounts: readonly Hex[]
  readonly staff: Readonly<Record<'registrar' | 'programme_manager' | 'regulator' | 'board', Hex>>
}

/** Who sends it, and what. `undefined`: there is nothing yet to be about. */
export type Act = { readonly from: string; readonly call: ContractCall }
export type MakeAct = (stage: Stage) => Act | undefined

/** The account that acts for an entity. */
export const controllerOf = ({ known }: Stage, entityId: string): string => known.controllers.get(entityId) ?? entityId

export const reasons = ['unspecified', 'keyCompromise', 'affiliationChanged', 'certificateHold'] as const
