import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { recordIdField } from '../../domain/fields.ts'
import { keyLine, keyOfJsonLine } from '../../domain/key-files/key-of-json-line.ts'
import { throwFaults } from '../../domain/key-files/read-each.ts'
import { Problem } from '../../domain/problem.ts'
import { stageKeys, type KeyStage, type StagedKeys } from '../../files/stage-keys.ts'
import { readLines } from '../http/read-lines.ts'
import type { Route } from '../http/route.ts'
import { requireEntity } from '../operations/rights.ts'
import { answerWrite } from './answer-write.ts'
import type { WriteParts } from './write-routes.ts'

/** Most keys of one call. */
const mostKeys = 10_000_000
/** Other requests are answered in between. */
const slice = 100
/** Faults that an answer can name; the others are counted. */
const faultsKept = 11

/** `process_id` and `lot_id` stand in the query, where a JSON document has them beside its keys. */
const query = z.strictObject({ process_id: recordIdField, lot_id: recordIdField.optional() })

/** `POST /v1/keys` with a key a line: all of them are read and checked, in flat memory, before anything is kept or sent. */
export function registerLines({ registry, engine, proofRequired }: WriteParts): NonNullable<Route['lines']> {
  return {
    query,
    line: keyLine,
    handle: async ({ query: given, who, idempotencyKey, wait, request }) => {
      const { process_id, lot_id } = given as z.output<typeof query>
      requireEntity(who, 'registering keys')
      const { signer } = who
      if (signer === null) throw new Problem('signer_missing', { detail: `token ${who.token_id} names no signer` })
      const keys = await stage(readLines(request))
      try {
        if (proofRequired) requireProof(keys)
        const input = { process_id, lot_id: lot_id ?? null, keys: keys.digest }
        const write = await engine.begin({ subject: who.subject, idempotencyKey, operation: 'create_key', input }, () =>
          Promise.resolve({ about: { process_id }, parts: [], registration: { signer, process_id, lot_id: lot_id ?? null, keys } }),
        )
        return await answerWrite(registry, engine, write, wait)
      } finally {
        keys.close()
      }
    },
  }
}

async function stage(lines: ReturnType<typeof readLines>): Promise<StagedKeys> {
  const staged = stageKeys()
  try {
    staged.from('body')
    await read(lines, staged)
    return staged.finish()
  } catch (error) {
    staged.discard()
    throw error
  }
}

async function read(lines: ReturnType<typeof readLines>, staged: KeyStage): Promise<void> {
  const faults: { field: string; problem: Problem }[] = []
  let count = 0
  for await (const { text, number } of lines) {
    const field = `line ${number}`
    try {
      const { key_id, proof_of_possession } = keyOfJsonLine(text, field)
      if (faults.length === 0) staged.add(key_id, proof_of_possession, field)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const problem =
        error.field === undefined ? error : new Problem(error.code, { detail: `${error.field}: ${error.message}`, cause: error })
      if (faults.length < faultsKept) faults.push({ field, problem })
    }
    if (++count > mostKeys) throw new Problem('body_too_large', { field, detail: `a call takes at most ${mostKeys} keys` })
    if (count % slice === 0) await setImmediate()
  }
  throwFaults(faults)
  if (count === 0) throw new Problem('invalid_input', { field: 'body', detail: 'holds no key' })
}

/** @throws Problem `proof_missing` */
function requireProof({ unproven, placeOf }: StagedKeys): void {
  if (unproven.first === undefined) return
  const { position } = placeOf(unproven.first)
  const detail = `${unproven.count} keys come without a CSR, and this oracle registers keys only by requests that they have signed`
  throw new Problem('proof_missing', { field: position, detail })
}
