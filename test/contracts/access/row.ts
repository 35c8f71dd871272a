import type { RoleName } from '../../../src/chain/powers.ts'
import { accessActorNames, type AccessActor } from './actors.ts'
import type { AccessWorld } from './world.ts'

/** The contracts of the table. */
export const contractKeys = [
  'authority',
  'validators',
  'board',
  'ordinaryGovernor',
  'ordinaryTimelock',
  'constitutionGovernor',
  'constitutionTimelock',
  'documents',
  'entities',
  'processes',
  'assessments',
  'keys',
  'samples',
] as const
export type ContractKey = (typeof contractKeys)[number]

/** Who may call one function, and what everybody else is told. */
export type Row = {
  readonly contract: ContractKey
  readonly name: string
  /** Arguments with which the call succeeds for those who may make it. */
  readonly args: (world: AccessWorld, actor: AccessActor) => readonly unknown[]
  readonly allowed: readonly AccessActor[]
  /** Name of the error that `actor` meets. */
  readonly refusal: (actor: AccessActor) => string
  /** The role that is missing, where that is what the error says. */
  readonly role?: RoleName
  /** The caller acts for an entity, which has to be active; `assessor`: and accredited. */
  readonly actsFor?: 'entity' | 'assessor' | undefined
}

/** Actors that control an entity; line accounts do not. */
export const controllers: readonly AccessActor[] = [
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
  'distributor',
  'installer',
]
export const activeControllers: readonly AccessActor[] = controllers.filter((name) => name !== 'suspendedMaker')
export const everybody: readonly AccessActor[] = accessActorNames

/** Who holds which role. */
const holders: Record<RoleName, AccessActor> = {
  ADMIN: 'constitutionMotion',
  BOARD: 'ordinaryMotion',
  REGISTRAR: 'registrar',
  PROGRAMME_MANAGER: 'programmeManager',
  REGULATOR: 'regulator',
}

/** A function that one role may call. */
export function restricted(contract: ContractKey, role: RoleName, name: string, args: Row['args']): Row {
  return { contract, name, args, allowed: [holders[role]], refusal: () => 'RegistryRoleMissing', role }
}

/** A function that nobody may call. */
export function nobodys(contract: ContractKey, name: string, args: Row['args'], refusal: string): Row {
  return { contract, name, args, allowed: [], refusal: () => refusal }
}

/** A function that controllers of certain entities may call; `otherwise` is what other active entities are told. */
export function byEntity(contract: ContractKey, name: string, args: Row['args'], allowed: readonly AccessActor[], otherwise: string): Row {
  return { contract, name, args, allowed, refusal: (actor) => entityRefusal(actor) ?? otherwise, actsFor: 'entity' }
}

/** A function of accredited assessors that are independent of the process's owner. */
export function byAssessor(
  contract: ContractKey,
  name: string,
  args: Row['args'],
  allowed: readonly AccessActor[] = ['lab', 'secondLab'],
): Row {
  const dependent = contract === 'samples' ? 'SampleRegistryNotIndependent' : 'AssessmentRegistryNotIndependent'
  return { contract, name, args, allowed, refusal: (actor) => assessorRefusal(actor, dependent), actsFor: 'assessor' }
}

function assessorRefusal(actor: AccessActor, dependent: string): string {
  const labs: Partial<Record<AccessActor, string>> = {
    lapsedLab: 'EntityRegistryNotAccredited',
    struckOffLab: 'EntityRegistryStruckOff',
    chipMakersLab: dependent,
  }
  return entityRefusal(actor) ?? labs[actor] ?? 'EntityRegistryRoleMissing'
}

function entityRefusal(actor: AccessActor): string | undefined {
  if (!controllers.includes(actor)) return 'EntityRegistryControllerUnknown'
  return activeControllers.includes(actor) ? undefined : 'EntityRegistryEntitySuspended'
}
