import type { Outcome } from '../chain/read-outcome.ts'
import type { Hex } from '../domain/fields.ts'
import type { AsOf } from '../domain/records.ts'
import { knownKey } from './known-key.ts'
import type { RegistryReads } from './registry.ts'
import type { Write } from './store/writes.ts'
import { newestBlockOf, outcomeOf, registrationOf, type writtenSchemas } from './written.ts'

/** The records of a write that is done, as they stand in its last block: the body of a 201. */
export async function readWritten(registry: RegistryReads, write: Write): Promise<object> {
  // keys that all stood there before may have taken no transaction
  const block = newestBlockOf(write)
  const as_of = await (block === 0 ? registry.head() : registry.blockTime(block))
  const read = readers[write.operation as keyof typeof writtenSchemas]
  const records = await read(registry, { write, outcome: outcomeOf(write), block: as_of.block, as_of })
  return { transaction_id: write.transaction_id, ...records, as_of }
}

type Done = { readonly write: Write; readonly outcome: Outcome; readonly block: number; readonly as_of: AsOf }
type Reader = (registry: RegistryReads, done: Done) => Promise<object>

const process: Reader = async (registry, { outcome: { process_id = '' }, block }) => ({
  process_id,
  process: await registry.process(process_id, block),
})

const assessment: Reader = async (registry, { outcome: { assessment_id = '' }, block }) => ({
  assessment_id,
  assessment: await registry.assessment(assessment_id, block),
})

/** The offer that was made or accepted, and, of a lot, what went with it. */
async function handedOn(registry: RegistryReads, { outcome: { offer_id, moved, others }, block }: Done) {
  return {
    ...(offer_id !== undefined && { offer: await registry.offer(offer_id, block) }),
    ...(moved !== undefined && { moved, others }),
  }
}

const key: Reader = async (registry, done) => {
  const { key_ids: [key_id] = [] } = done.outcome
  const { key, effective_status, effective_reason } = await knownKey(registry, key_id as Hex, done.as_of)
  return { key, effective_status, effective_reason, ...(await handedOn(registry, done)) }
}

/** A write of several parts makes an offer each. */
const offers: Reader = async (registry, done) => {
  const ids = done.write.parts.flatMap(({ outcome }) => outcome?.offer_id ?? [])
  const made = await Promise.all(ids.map((id) => registry.offer(id, done.block)))
  const { offer: _, ...rest } = await handedOn(registry, done)
  return { offers: made, accepted_in_advance: ids.length === 0, ...rest }
}

const readers: Readonly<Record<keyof typeof writtenSchemas, Reader>> = {
  create_process: process,
  update_process: process,
  create_assessment: assessment,
  update_assessment: assessment,
  comment_assessment: assessment,
  create_key: async (registry, { write, outcome: { process_id, key_ids, lot_id }, block }) => ({
    process_id,
    ...(key_ids !== undefined && { key_ids }),
    ...(write.registration !== null && { registration: registrationOf(write) }),
    ...(lot_id !== undefined && { lot_id, lot: await registry.lot(lot_id, block) }),
  }),
  update_key: key,
  update_keys: (_, { outcome: { key_ids = [] } }) => Promise.resolve({ key_ids }),
  update_lot: async (registry, done) => {
    const { lot_id = '' } = done.outcome
    return { lot_id, lot: await registry.lot(lot_id, done.block), ...(await handedOn(registry, done)) }
  },
  create_offer: offers,
  update_offer: handedOn,
  update_installer: async (registry, { write: { subject }, block }) => ({ installers: await registry.installers(subject, block) }),
  update_sender: async (registry, { write: { subject }, block }) => ({ senders: await registry.acceptedFrom(subject, block) }),
}
