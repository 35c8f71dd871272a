import type { Hex } from '../../domain/fields.ts'
import { validatorSetAbi as abi } from '../abi/validator-set.generated.ts'
import type { SeatRecord } from '../motions/read-seats.ts'
import type { RoleMembers } from '../reads/roles.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { listFinding, type Examined } from './finding.ts'

/** Who deployed had all power once. Roles of the timelocks are asked for with the Governors'. */
export async function examineDeployer(
  { client, deployment }: ChainRegistry,
  deployer: Hex,
  roles: readonly RoleMembers[],
  seats: readonly SeatRecord[],
): Promise<Examined[]> {
  const { address } = deployment.contracts.ValidatorSet
  const governance = await Promise.all(
    (['constitution', 'ordinary', 'board'] as const).map(async (functionName) => {
      const holder = await view(() => client.readContract({ address, abi, functionName }))
      return holder.toLowerCase() === deployer ? [`ValidatorSet.${functionName}`] : []
    }),
  )
  const held = [
    ...roles.filter(({ members }) => members.includes(deployer)).map(({ role }) => role),
    ...seats.filter(({ account }) => account === deployer).map(({ entity_id }) => `the seat of ${entity_id}`),
    ...governance.flat(),
  ]
  const { check, found, ok } = listFinding(`power of the deployer, ${deployer}`, held, [])
  return [{ check, found: ok ? 'none' : found, wanted: 'none', ok }]
}
