import { roleIds } from '../../../src/chain/powers.ts'
import type { AccessActor } from './actors.ts'
import { everybody, type ContractKey, type Row } from './row.ts'
import type { AccessWorld } from './world.ts'

const suspend = '0x00000000'
const role = roleIds.REGISTRAR

function admin(name: string, args: Row['args'], allowed: AccessActor = 'constitutionMotion'): Row {
  return { contract: 'authority', name, args, allowed: [allowed], refusal: () => 'AccessManagerUnauthorizedAccount' }
}

function everybodyElse(name: string, args: Row['args'], allowed: readonly AccessActor[], error: string): Row {
  return { contract: 'authority', name, args, allowed, refusal: () => error }
}

/** An act of the registrar, as the authority would pass it on. */
const registrarsAct = ({ entities, actors }: AccessWorld) => [
  entities,
  entities.interface.encodeFunctionData('suspend', [actors.oem.address]),
]

export const authorityRows: readonly Row[] = [
  admin('labelRole', () => [role, 'REGISTRAR']),
  admin('grantRole', ({ actors }) => [roleIds.BOARD, actors.intruder, 0]),
  admin('revokeRole', ({ ordinaryTimelock }) => [roleIds.BOARD, ordinaryTimelock]),
  // BOARD is the admin of the staff roles
  admin('grantRole', ({ actors }) => [role, actors.intruder, 0], 'ordinaryMotion'),
  admin('revokeRole', ({ actors }) => [role, actors.registrar], 'ordinaryMotion'),
  admin('setRoleAdmin', () => [role, roleIds.BOARD]),
  admin('setRoleGuardian', () => [role, roleIds.BOARD]),
  admin('setGrantDelay', () => [role, 60]),
  admin('setTargetFunctionRole', ({ entities }) => [entities, [suspend], role]),
  admin('setTargetAdminDelay', ({ entities }) => [entities, 60]),
  admin('setTargetClosed', ({ entities }) => [entities, true]),
  admin('updateAuthority', ({ entities, authority }) => [entities, authority]),
  everybodyElse('renounceRole', ({ actors }, actor) => [role, actors[actor]], everybody, ''),
  everybodyElse('execute', registrarsAct, ['registrar'], 'AccessManagerUnauthorizedCall'),
  // nobody's calls are delayed, so that there is nothing to schedule, to cancel or to consume
  everybodyElse('schedule', (world) => [...registrarsAct(world), 0], [], 'AccessManagerUnauthorizedCall'),
  everybodyElse('cancel', (world, actor) => [world.actors[actor], ...registrarsAct(world)], [], 'AccessManagerNotScheduled'),
  everybodyElse('consumeScheduledOp', ({ actors }) => [actors.registrar, suspend], [], ''),
]

/** What every contract behind a proxy has. */
export const recordContractRows: readonly Row[] = (
  ['documents', 'entities', 'processes', 'assessments', 'keys', 'samples'] satisfies ContractKey[]
).flatMap((contract): Row[] => [
  { contract, name: 'initialize', args: ({ actors }) => [actors.intruder], allowed: [], refusal: () => 'InvalidInitialization' },
  { contract, name: 'setAuthority', args: ({ actors }) => [actors.intruder], allowed: [], refusal: () => 'AccessManagedUnauthorized' },
  {
    contract,
    name: 'upgradeToAndCall',
    args: ({ implementations }) => [implementations[contract], '0x'],
    allowed: ['constitutionMotion'],
    refusal: () => 'RegistryRoleMissing',
    role: 'ADMIN',
  },
])
