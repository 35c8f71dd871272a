import type { Hex } from '../../domain/fields.ts'
import type { RoleEntry } from '../../domain/kept-records.ts'
import { authorityAbi } from '../abi/authority.generated.ts'
import { authorityRoles } from '../reverts/rows.ts'
import { atBlock, view, type ChainRegistry } from '../registry.ts'

export type RoleMembers = { readonly role: string; readonly members: readonly string[] }

/** Every role of the Authority with the accounts that hold it. */
export async function readRoles(registry: ChainRegistry, block?: number): Promise<RoleMembers[]> {
  const roles = await readRoleEntries(registry, block)
  return roles.map(({ role_id, members }) => ({ role: authorityRoles[Number(role_id)] ?? role_id, members }))
}

/** The same, by the roles' numbers. */
export async function readRoleEntries({ client, deployment }: ChainRegistry, block?: number): Promise<RoleEntry[]> {
  const { address } = deployment.contracts.Authority
  const shared = { address, abi: authorityAbi, ...atBlock(block) } as const
  const ids = await view(() => client.readContract({ ...shared, functionName: 'roles' }))
  return Promise.all(
    ids.map(async (id) => {
      const members = await view(() => client.readContract({ ...shared, functionName: 'roleMembers', args: [id] }))
      return { role_id: String(id), members: members.map((member) => member.toLowerCase()) }
    }),
  )
}

/** Names of the roles that the account holds. */
export async function readRolesOf(registry: ChainRegistry, account: Hex, block?: number): Promise<string[]> {
  const roles = await readRoles(registry, block)
  return roles.filter(({ members }) => members.includes(account.toLowerCase())).map(({ role }) => role)
}
