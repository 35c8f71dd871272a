import type { Hex } from '../../domain/fields.ts'
import { contractNames } from '../deployment.ts'
import { readSeats, type SeatRecord } from '../motions/read-seats.ts'
import { readEntity } from '../reads/entity.ts'
import { readRoles, type RoleMembers } from '../reads/roles.ts'
import type { ChainRegistry } from '../registry.ts'
import { examineCaps } from './caps.ts'
import { examineContract } from './contracts.ts'
import { examineDeployer } from './deployer.ts'
import type { Examined } from './finding.ts'
import { examineFunctions } from './functions.ts'
import { examineGovernance, remarksOnPeriods } from './governance.ts'
import { examineRoles } from './roles.ts'

export type Examination = {
  readonly findings: readonly Examined[]
  /** Worth knowing, and nothing to mend. */
  readonly remarks: readonly string[]
  /** Who holds which power: the Authority's roles, and the seats of the board. */
  readonly roles: readonly RoleMembers[]
  /** `name` is the entity's, null where the registrar knows none. */
  readonly seats: readonly (SeatRecord & { readonly name: string | null })[]
}

/**
 * Everything that can be wrong with a deployment: addresses, code, who may call what, who holds which power, and the caps. Asked of the chain;
 * the deployment file says where to look, who deployed, and who was the first staff.
 */
export async function examine(registry: ChainRegistry): Promise<Examination> {
  const [roles, seats] = [await readRoles(registry), await readSeats(registry)]
  const contracts = await Promise.all(contractNames.map((name) => examineContract(registry, name)))
  const { deployer } = registry.deployment.settings
  const findings = [
    ...contracts.flat(),
    ...(await examineFunctions(registry)),
    ...(await examineRoles(registry, roles)),
    ...(await examineGovernance(registry)),
    ...(typeof deployer === 'string' ? await examineDeployer(registry, deployer.toLowerCase() as Hex, roles, seats) : []),
    ...(await examineCaps(registry, seats)),
  ]
  const named = await Promise.all(
    seats.map(async (seat) => ({ ...seat, name: (await readEntity(registry, seat.entity_id))?.name ?? null })),
  )
  return { findings, remarks: await remarksOnPeriods(registry), roles, seats: named }
}
