import type { RoleName } from '../../../src/chain/powers.ts'
import { actorNames, type ActorName } from '../support/actors.ts'
import type { AccessWorld } from './world.ts'

export type ContractKey = 'authority' | 'documents' | 'entities' | 'processes' | 'assessments' | 'keys'

/** Who may call one function, and what everybody else is told. */
export type Row = {
  readonly contract: ContractKey
  readonly name: string
  /** Arguments with which the call succeeds for those who may make it. */
  readonly args: (world: AccessWorld, actor: ActorName) => readonly unknown[]
  readonly allowed: readonly ActorName[]
  /** Name of the error that `actor` meets. */
  readonly refusal: (actor: ActorName) => string
  /** The role that is missing, where that is what the error says. */
  readonly role?: RoleName
  /** The caller acts for an entity, which has to be active; `assessor`: and accredited. */
  readonly actsFor?: 'entity' | 'assessor' | undefined
}

/** Actors that control an entity; line accounts do not. */
export const controllers: readonly ActorName[] = [
  'chipMaker',
  'oem',
  'otherOem',
  'lab',
  'secondLab',
  'chipMakersLab',
  'lapsedLab',
  'struckOffLab',
  'suspendedMaker',
  'utility',
]
export const activeControllers: readonly ActorName[] = controllers.filter((name) => name !== 'suspendedMaker')
export const everybody: readonly ActorName[] = actorNames

/** Roles that the actors hold: the board's place is taken by the deployer, who is ADMIN too. */
const holders: Record<RoleName, ActorName> = {
  ADMIN: 'board',
  BOARD: 'board',
  REGISTRAR: 'registrar',
  PROGRAMME_MANAGER: 'programmeManager',
  REGULATOR: 'regulator',
}

/** A function that one role may call. */
export function restricted(contract: ContractKey, role: RoleName, name: string, args: Row['args']): Row {
  return { contract, name, args, allowed: [holders[role]], refusal: () => 'RegistryRoleMissing', role }
}

/** A function that controllers of certain entities may call; `otherwise` is what other active entities are told. */
export function byEntity(contract: ContractKey, name: string, args: Row['args'], allowed: readonly ActorName[], otherwise: string): Row {
  return { contract, name, args, allowed, refusal: (actor) => entityRefusal(actor) ?? otherwise, actsFor: 'entity' }
}

/** A function of accredited assessors that are independent of the process's owner. */
export function byAssessor(
  contract: ContractKey,
  name: string,
  args: Row['args'],
  allowed: readonly ActorName[] = ['lab', 'secondLab'],
): Row {
  return { contract, name, args, allowed, refusal: assessorRefusal, actsFor: 'assessor' }
}

function assessorRefusal(actor: ActorName): string {
  const labs: Partial<Record<ActorName, string>> = {
    lapsedLab: 'EntityRegistryNotAccredited',
    struckOffLab: 'EntityRegistryStruckOff',
    chipMakersLab: 'AssessmentRegistryNotIndependent',
  }
  return entityRefusal(actor) ?? labs[actor] ?? 'EntityRegistryRoleMissing'
}

function entityRefusal(actor: ActorName): string | undefined {
  if (!controllers.includes(actor)) return 'EntityRegistryControllerUnknown'
  return activeControllers.includes(actor) ? undefined : 'EntityRegistryEntitySuspended'
}
