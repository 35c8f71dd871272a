import type { Hex } from '../../domain/fields.ts'
import { entityRegistryAbi as abi } from '../abi/entity-registry.generated.ts'
import { view, type ChainRegistry } from '../registry.ts'

/** The entity that an account controls; undefined: none. */
export async function readEntityOf({ client, deployment }: ChainRegistry, account: Hex): Promise<string | undefined> {
  const shared = { address: deployment.contracts.EntityRegistry.address, abi } as const
  const index = await view(() => client.readContract({ ...shared, functionName: 'controlledBy', args: [account] }))
  if (index === 0) return undefined
  return (await view(() => client.readContract({ ...shared, functionName: 'entityIdOf', args: [index] }))).toLowerCase()
}
