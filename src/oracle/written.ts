import type { Outcome } from '../chain/read-outcome.ts'
import { z } from 'zod'
import { effectiveReasons, statuses } from '../domain/enumerations.ts'
import { keyIdField, recordIdField, timeField, type Hex } from '../domain/fields.ts'
import { asOf, keyGenerationRecord, keyProtectionRecord, keyRecord, lotRecord, processRecord } from '../domain/records.ts'
import { knownKey } from './known-key.ts'
import type { RegistryReads } from './registry.ts'
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
    key_ids: z.array(keyIdField).optional(),
    /** Its chain transactions, in order. */
    parts: z.array(
      z.object({ state: z.enum(partStates), hash: z.string().nullable(), block: z.number().int().nullable(), problem: problem.nullable() }),
    ),
  })
  .meta({ id: 'Transaction' })
export type TransactionRecord = z.infer<typeof transactionRecord>

const written = { transaction_id: z.string(), as_of: asOf }
const process = z.object({ ...written, process_id: recordIdField, process: processRecord }).meta({ id: 'ProcessWritten' })
const assessment = z
  .object({ ...written, assessment_id: recordIdField, assessment: z.union([keyGenerationRecord, keyProtectionRecord]) })
  .meta({ id: 'AssessmentWritten' })
const lot = z.object({ ...written, lot_id: recordIdField, lot: lotRecord }).meta({ id: 'LotWritten' })
const keys = z
  .object({
    ...written,
    process_id: recordIdField,
    key_ids: z.array(keyIdField),
    lot_id: recordIdField.optional(),
    lot: lotRecord.optional(),
  })
  .meta({ id: 'KeysWritten', description: 'No lot where every key was registered under the process before' })
const key = z
  .object({ ...written, key: keyRecord, effective_status: z.enum(statuses), effective_reason: z.enum(effectiveReasons).nullable() })
  .meta({ id: 'KeyWritten' })

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
} as const satisfies Record<string, z.ZodType>

export function toTransactionRecord(write: Write): TransactionRecord {
  const { transaction_id, operation, created_at, parts } = write
  const { entity_id: _, ...ids } = outcomeOf(write)
  return {
    transaction_id,
    operation,
    state: stateOf(write),
    created_at,
    ...(ids as Pick<TransactionRecord, 'process_id' | 'assessment_id' | 'lot_id' | 'key_ids'>),
    parts: parts.map(({ state, hash, block, problem }) => ({ state, hash, block, problem })),
  }
}

export function stateOf({ parts }: Write): TransactionRecord['state'] {
  const has = (state: string) => parts.some((part) => part.state === state)
  if (has('pending')) return 'pending'
  if (!has('failed')) return 'done'
  return has('done') ? 'partly_done' : 'failed'
}

function outcomeOf({ about, parts }: Write): Outcome {
  return parts.reduce<Outcome>((all, { outcome }) => ({ ...outcome, ...all }), about)
}

/** The records of a write that is done, as they stand in its last block: the body of a 201. */
export async function readWritten(registry: RegistryReads, write: Write): Promise<object> {
  const as_of = await registry.blockTime(Math.max(...write.parts.map(({ block }) => block ?? 0)))
  const records = await recordsOf(registry, write.operation as keyof typeof writtenSchemas, outcomeOf(write), as_of.block)
  return { transaction_id: write.transaction_id, ...records, as_of }
}

async function recordsOf(registry: RegistryReads, operation: keyof typeof writtenSchemas, outcome: Outcome, block: number) {
  const { process_id = '', assessment_id = '', lot_id, key_ids = [] } = outcome
  if (operation === 'create_key')
    return { process_id, key_ids, ...(lot_id !== undefined && { lot_id, lot: await registry.lot(lot_id, block) }) }
  if (operation === 'update_lot') return { lot_id, lot: await registry.lot(lot_id ?? '', block) }
  if (operation === 'update_key') {
    const { key, effective_status, effective_reason } = await knownKey(registry, key_ids[0] as Hex, block)
    return { key, effective_status, effective_reason }
  }
  return operation === 'create_process' || operation === 'update_process'
    ? { process_id, process: await registry.process(process_id, block) }
    : { assessment_id, assessment: await registry.assessment(assessment_id, block) }
}
