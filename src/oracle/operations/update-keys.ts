import { keyBatches } from '../../chain/calls/key-batches.ts'
import type { Hex } from '../../domain/fields.ts'
import { updateKeysInput, type UpdateKeysInput } from '../../domain/inputs/keys.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { passedOver } from '../../domain/passed-over.ts'
import { Problem } from '../../domain/problem.ts'
import { requireChangeable } from '../../domain/require-changeable.ts'
import type { KeyRecord } from '../../domain/records.ts'
import type { RegistryReads } from '../registry.ts'
import type { Who } from '../who.ts'
import { authorityFor } from './key-authority.ts'
import { operation } from './operation.ts'

/**
 * The status of many keys. Of a list every key has to be the caller's to change; of what an account registered, only those are changed that
 * are, and are not so already.
 */
export const updateKeys = operation({
  name: 'update_keys',
  input: updateKeysInput,
  read: (value) => parseInput(updateKeysInput, value),
  plan: async (input, { who, registry }) => {
    const { status, reason, registered_by } = input
    const { block } = await registry.head()
    const ids = await idsOf(input, registry, block)
    const records = await registry.keyRecords(ids, block)
    requireAll(ids, records)
    const processes = await processOwners(registry, records, block)
    const as = commonAuthority(who, records, processes, input)
    const actor = { as, entityId: who.kind === 'entity' ? who.subject : null, processes: ownedBy(processes, who.subject) }
    if (registered_by === undefined) requireChangeable(ids, records, status, actor)
    const wanted = registered_by === undefined ? records : records.filter((record) => passedOver(record, status, actor) === undefined)
    if (wanted.length === 0) {
      throw new Problem('nothing_to_change', { detail: `of ${records.length} keys none is left that ${who.subject} can make ${status}` })
    }
    const key_ids = wanted.map(({ key_id }) => key_id as Hex)
    return { calls: keyBatches(key_ids).map((batch) => registry.setKeyStatus(as, batch, status, reason)), about: { key_ids } }
  },
})

async function idsOf({ key_ids, registered_by, from, until }: UpdateKeysInput, registry: RegistryReads, block: number): Promise<Hex[]> {
  if (registered_by === undefined) return [...new Set(key_ids as Hex[])]
  return registry.keysRegisteredBy(registered_by, from ?? '', until ?? '', block)
}

/** @throws Problem `key_unknown` */
function requireAll(ids: readonly Hex[], records: readonly KeyRecord[]): void {
  const known = new Set(records.map(({ key_id }) => key_id))
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw new Problem('key_unknown', { field: 'key_ids', detail: `${unknown} is not registered` })
}

async function processOwners(registry: RegistryReads, records: readonly KeyRecord[], block: number): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  for (const id of new Set(records.map(({ process_id }) => process_id))) {
    owners.set(id, (await registry.process(id, block))?.owner_id ?? '')
  }
  return owners
}

const ownedBy = (processes: ReadonlyMap<string, string>, entityId: string) =>
  new Set([...processes].filter(([, owner]) => owner === entityId).map(([id]) => id))

/** The owner's right where any of the keys is the caller's, else that of the first key. @throws Problem `right_missing`, `key_unknown` */
function commonAuthority(who: Who, records: readonly KeyRecord[], processes: ReadonlyMap<string, string>, { status }: UpdateKeysInput) {
  const first = records.find(({ owner_id }) => owner_id === who.subject) ?? records[0]
  if (first === undefined) throw new Problem('key_unknown', { field: 'key_ids', detail: 'none of the keys is registered' })
  const { owner_id: ownerId, process_id, status_by: suspendedBy } = first
  return authorityFor(who, { what: 'key', ownerId, processOwnerId: processes.get(process_id), suspendedBy }, status)
}
