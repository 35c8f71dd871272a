import { setImmediate } from 'node:timers/promises'
import { keysPerCall } from '../../chain/calls/key-calls.ts'
import type { Hex } from '../../domain/fields.ts'
import { createKeysInput, type CreateKeysInput } from '../../domain/inputs/keys.ts'
import { keyListOf } from '../../domain/key-files/key-list.ts'
import { keyOfText } from '../../domain/key-files/key-of-text.ts'
import { readEach } from '../../domain/key-files/read-each.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'
import { operation } from './operation.ts'
import { requireEntity } from './rights.ts'

const slice = 100

/** `create_key` (table 10), batches included: in one transaction, whole or not at all, or, where they are more, by the mass writer in one lot. */
export const createKeys = operation({
  name: 'create_key',
  input: createKeysInput,
  read: (value) => parseInput(createKeysInput, value),
  plan: async (input, { who, registry, proofRequired }) => {
    requireEntity(who, 'registering keys')
    const proven = input.csrs !== undefined
    if (proofRequired && !proven) {
      const field = input.key_ids === undefined ? 'public_keys' : 'key_ids'
      throw new Problem('proof_missing', { field, detail: 'this oracle registers keys only by requests that they have signed' })
    }
    const { process_id, lot_id } = input
    const keyIds = [...new Set(await keyIdsOf(input))]
    const about = { process_id, key_ids: keyIds }
    if (keyIds.length <= keysPerCall) return { calls: [registry.createKeys(process_id, lot_id, keyIds)], about }
    return { calls: [], about, registration: { process_id, lot_id: lot_id ?? null, keys: keyListOf(keyIds, proven) } }
  },
})

/** Lists of thousands are read in slices, so that other requests are answered in between. */
async function keyIdsOf({ key_ids, public_keys, csrs }: CreateKeysInput): Promise<Hex[]> {
  if (key_ids !== undefined) return key_ids as Hex[]
  const source = csrs === undefined ? 'public_key' : 'csr'
  const texts = (csrs ?? public_keys ?? []).map((text, index) => ({ text, position: `${source}s[${index}]` }))
  const found: Hex[] = []
  for (let start = 0; start < texts.length; start += slice) {
    const keys = readEach(
      texts.slice(start, start + slice),
      ({ position }) => position,
      ({ text, position }) => keyOfText(text, source, position).key_id,
    )
    found.push(...keys)
    await setImmediate()
  }
  return found
}
