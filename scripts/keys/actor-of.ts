import { readEntityOf } from '../../src/chain/reads/entity-of.ts'
import { readProcess } from '../../src/chain/reads/process.ts'
import type { Authority } from '../../src/domain/enumerations.ts'
import type { KeyActor } from '../../src/domain/passed-over.ts'
import type { KeyRecord } from '../../src/domain/records.ts'
import type { Acting } from '../registry-command.ts'

/** Who acts on the keys, by which right. */
export async function actorOf({ registry, sender }: Acting, as: Authority, keys: readonly KeyRecord[], block: number): Promise<KeyActor> {
  const entityId = (await readEntityOf(registry, sender.address)) ?? null
  const processes = new Set<string>()
  for (const id of as === 'process_owner' ? new Set(keys.map(({ process_id }) => process_id)) : []) {
    if ((await readProcess(registry, id, block))?.owner_id === entityId) processes.add(id)
  }
  return { as, entityId, processes }
}
