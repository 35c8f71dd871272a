import type { Outcome } from '../chain/read-outcome.ts'
import { z } from 'zod'
import { effectiveReasons, statuses } from '../domain/enumerations.ts'
import { entityIdField, keyIdField, recordIdField, timeField } from '../domain/fields.ts'
import { asOf, keyGenerationRecord, keyProtectionRecord, keyRecord, lotRecord, offerRecord, processRecord } from '../domain/records.ts'
import { partStates, type Write } from './store/writes.ts'

const problem = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  action: z.string(),
  field: z.string().optional(),
  retry_at: timeField.optional(),
})

/** `pending`: something is still to come. `partly_done`: what is done stands, the rest was refused or not sent. */
const writeStates = ['pending', 'done', 'failed', 'partly_done'] as const

/** Of a write that registers more keys than one transaction holds. `refused`: the first of them, with the position from 0 in what was sent, repeats left out. */
const registration = z
  .object({
    keys: z.number().int(),
    done: z.number().int().describe('In blocks, there already, or refused'),
    registered: z.number().int(),
    refused_count: z.number().int(),
    refused: z.array(z.object({ key_id: keyIdField, position: z.number().int(), code: z.string(), detail: z.string() })),
    problem: problem.nullable().describe('Why it ended early; the rest was not sent'),
  })
  .meta({ id: 'Registration' })

/** State of a write, as `GET /v1/transactions/{transaction_id}` and every 202 answer it. */
export const transactionRecord = z
  .object({
    transaction_id: z.string(),
    operation: z.string(),
    state: z.enum(writeStates),
    created_at: timeField,
    process_id: recordIdField.optional(),
    assessment_id: recordIdField.optional(),
    lot_id: recordIdField.optional(),
    offer_id: recordIdField.optional(),
    key_ids: z.array(keyIdField).optional(),
    moved: z.number().int().optional().describe('Of a lot that changed hands: keys that went with it'),
    others: z.number().int().optional().describe('And those that have an owner of their own, and did not'),
    registration: registration.optional(),
    /** Its chain transactions, in order. */
    parts: z.array(
      z.object({ state: z.enum(partStates), hash: z.string().nullable(), block: z.number().int().nullable(), problem: problem.nullable() }),
    ),
  })
  .meta({ id: 'Transaction' })
export type TransactionRecord = z.infer<typeof transactionRecord>

/** Whom an entity named, and in which block. */
export const namedEntity = z.object({ entity_id: entityIdField, block: z.number().int() }).meta({ id: 'NamedEntity' })

const written = { transaction_id: z.string(), as_of: asOf }
const process = z.object({ ...written, process_id: recordIdField, process: processRecord }).meta({ id: 'ProcessWritten' })
const assessment = z
  .object({ ...written, assessment_id: recordIdField, assessment: z.union([keyGenerationRecord, keyProtectionRecord]) })
  .meta({ id: 'AssessmentWritten' })
const handedOn = {
  offer: offerRecord.optional().describe('Where it was offered, or an offer accepted'),
  moved: z.number().int().optional(),
  others: z.number().int().optional(),
}
const lot = z.object({ ...written, lot_id: recordIdField, lot: lotRecord, ...handedOn }).meta({ id: 'LotWritten' })
const keys = z
  .object({
    ...written,
    process_id: recordIdField,
    key_ids: z.array(keyIdField).optional().describe('Not of keys that came as lines'),
    registration: registration.optional(),
    lot_id: recordIdField.optional(),
    lot: lotRecord.optional(),
  })
  .meta({ id: 'KeysWritten', description: 'No lot where every key was registered under the process before' })
const key = z
  .object({
    ...written,
    key: keyRecord,
    effective_status: z.enum(statuses),
    effective_reason: z.enum(effectiveReasons).nullable(),
    offer: handedOn.offer,
  })
  .meta({ id: 'KeyWritten' })
const changedKeys = z.object({ ...written, key_ids: z.array(keyIdField) }).meta({ id: 'KeysChanged' })
const offers = z
  .object({
    ...written,
    offers: z.array(offerRecord).describe('One for each 500 keys; none where the receiver accepts in advance'),
    accepted_in_advance: z.boolean(),
    ...handedOn,
  })
  .meta({ id: 'OffersWritten' })
const offer = z.object({ ...written, ...handedOn, offer: offerRecord }).meta({ id: 'OfferWritten' })
const installers = z.object({ ...written, installers: z.array(namedEntity) }).meta({ id: 'InstallersWritten' })
const senders = z.object({ ...written, senders: z.array(namedEntity) }).meta({ id: 'SendersWritten' })

/** What a 201 answers, by operation. */
export const writtenSchemas = {
  create_process: process,
  update_process: process,
  create_assessment: assessment,
  update_assessment: assessment,
  comment_assessment: assessment,
  update_lot: lot,
  create_key: keys,
  update_key: key,
  update_keys: changedKeys,
  create_offer: offers,
  update_offer: offer,
  update_installer: installers,
  update_sender: senders,
} as const satisfies Record<string, z.ZodType>

export function toTransactionRecord(write: Write): TransactionRecord {
  const { transaction_id, operation, created_at, parts } = write
  const registration = registrationOf(write)
  const { entity_id: _entity, sample_id: _sample, ...ids } = outcomeOf(write)
  return {
    transaction_id,
    operation,
    state: stateOf(write),
    created_at,
    ...(ids as Pick<TransactionRecord, 'process_id' | 'assessment_id' | 'lot_id' | 'offer_id' | 'key_ids' | 'moved' | 'others'>),
    ...(registration !== undefined && { registration }),
    parts: parts.map(({ state, hash, block, problem }) => ({ state, hash, block, problem })),
  }
}

/** How far a registration is. */
export function registrationOf({ registration }: Write): TransactionRecord['registration'] {
  if (registration === null) return undefined
  const { keys, done, registered, refused_count, refused, problem } = registration
  return { keys, done, registered, refused_count, refused: [...refused], problem }
}

export function stateOf({ parts, registration }: Write): TransactionRecord['state'] {
  if (registration !== null) {
    const { state, refused_count } = registration
    if (state === 'failed') return parts.length === 0 ? 'failed' : 'partly_done'
    return state === 'done' && refused_count > 0 ? 'partly_done' : state
  }
  const has = (state: string) => parts.some((part) => part.state === state)
  if (has('pending')) return 'pending'
  if (!has('failed')) return 'done'
  return has('done') ? 'partly_done' : 'failed'
}

/** 0 where nothing of it is in a block, or everything was there before. */
export function newestBlockOf({ parts }: Write): number {
  return Math.max(0, ...parts.map(({ block }) => block ?? 0))
}

export function outcomeOf({ about, parts }: Write): Outcome {
  return parts.reduce<Outcome>((all, { outcome }) => ({ ...outcome, ...all }), about)
}
