import type { Hex } from '../../domain/fields.ts'
import { authorityAbi as abi } from '../abi/authority.generated.ts'
import { roleIds, staffRoles, type RoleName } from '../powers.ts'
import type { RoleMembers } from '../reads/roles.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { readAppointments } from './appointments.ts'
import { finding, listFinding, type Examined } from './finding.ts'
import { roleName } from './functions.ts'

const roleNames = Object.keys(roleIds) as RoleName[]
const isStaff = (role: string) => staffRoles.some((each) => each === role)

/** Who holds the Authority's roles, who hands them out, and that nothing delays or cancels it. */
export async function examineRoles(registry: ChainRegistry, roles: readonly RoleMembers[]): Promise<Examined[]> {
  const { contracts } = registry.deployment
  const membersOf = (role: string) => roles.find((each) => each.role === role)?.members ?? []
  const strange = roles.filter(({ role, members }) => members.length > 0 && !roleNames.some((name) => name === role))
  const rules = await Promise.all(roleNames.map((role) => examineRole(registry, role, membersOf(role))))
  return [
    listFinding('ADMIN: held by', membersOf('ADMIN'), [contracts.ConstitutionTimelock.address]),
    listFinding('BOARD: held by', membersOf('BOARD'), [contracts.OrdinaryTimelock.address]),
    ...(await examineStaff(registry, roles)),
    ...strange.map(({ role, members }) => listFinding(`role ${role}: held by`, members, [])),
    ...rules.flat(),
  ]
}

/** Staff are those of the deployment, and those whom a motion appointed since. */
async function examineStaff(registry: ChainRegistry, roles: readonly RoleMembers[]): Promise<Examined[]> {
  const staff = roles.filter(({ role }) => isStaff(role))
  const { settings } = registry.deployment
  const founding = (role: string) => settings[role.toLowerCase()]
  const later = staff.some(({ role, members }) => members.some((member) => member !== founding(role)))
  const appointed = later ? await readAppointments(registry) : new Set<string>()
  const held = staffRoles.map((role) => {
    const members = staff.find((each) => each.role === role)?.members ?? []
    const unasked = members.filter((member) => member !== founding(role) && !appointed.has(`${role} ${member}`))
    const wanted = 'whom the board appointed'
    if (members.length === 0) return finding(`${role}: held by`, 'nobody', wanted)
    return finding(`${role}: held by`, unasked.length === 0 ? wanted : `${unasked.join(', ')}, by no motion`, wanted)
  })
  const doubled = staff.flatMap(({ members }) => members).filter((member, index, all) => all.indexOf(member) !== index)
  return [...held, finding('staff roles of one account', doubled.join(', ') || 'one at most', 'one at most')]
}

async function examineRole({ client, deployment }: ChainRegistry, role: RoleName, members: readonly string[]): Promise<Examined[]> {
  const shared = { address: deployment.contracts.Authority.address, abi } as const
  const id = roleIds[role]
  const [admin, guardian, delay, ...accesses] = await Promise.all([
    view(() => client.readContract({ ...shared, functionName: 'getRoleAdmin', args: [id] })),
    view(() => client.readContract({ ...shared, functionName: 'getRoleGuardian', args: [id] })),
    view(() => client.readContract({ ...shared, functionName: 'getRoleGrantDelay', args: [id] })),
    ...members.map((member) => view(() => client.readContract({ ...shared, functionName: 'getAccess', args: [id, member as Hex] }))),
  ])
  const delayed = members.filter((_, index) => (accesses[index]?.[1] ?? 0) > 0 || (accesses[index]?.[2] ?? 0) > 0)
  return [
    finding(`${role}: handed out by`, roleName(admin), isStaff(role) ? 'BOARD' : 'ADMIN'),
    finding(`${role}: what it schedules is cancelled by`, roleName(guardian), 'ADMIN'),
    finding(`${role}: delay of a grant`, `${delay} s`, '0 s'),
    listFinding(`${role}: held with a delay by`, delayed, []),
  ]
}
