import { keysPerCall } from '../../chain/calls/key-calls.ts'
import { z } from 'zod'
import { entityIdField, type Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { asOf } from '../../domain/records.ts'
import { noQuery, readQuery } from '../http/read-query.ts'
import { ok, route, type Route } from '../http/route.ts'
import { untilRead } from '../on-index/until-read.ts'
import { operations } from '../operations/operations.ts'
import type { RegistryReads } from '../registry.ts'
import { findPrepared, rememberPrepared } from '../store/prepared.ts'
import type { Store } from '../store/open-store.ts'
import { readWrite } from '../store/writes.ts'
import { newestBlockOf, stateOf, toTransactionRecord, transactionRecord, writtenSchemas } from '../written.ts'
import { answerWrite } from './answer-write.ts'
import type { WriteParts } from './write-routes.ts'

const prepareInput = z
  .strictObject({
    operation: z.enum(operations.map(({ name }) => name) as [string, ...string[]]),
    input: z.looseObject({}).describe('Path and body of the call together, such as {key_id, status, reason} for update_key'),
    from: entityIdField.optional().describe('Account that will sign; without it the controller of the entity, or the staff account'),
  })
  .meta({ id: 'Prepare' })

const unsigned = z.object({
  chain_id: z.number().int(),
  from: z.string(),
  to: z.string(),
  data: z.string(),
  nonce: z.number().int(),
  gas: z.string(),
  max_fee_per_gas: z.string(),
  max_priority_fee_per_gas: z.string(),
  unsigned: z.string().describe('Serialized EIP-1559 transaction to sign'),
})
const prepared = z.object({ operation: z.string(), transactions: z.array(unsigned), as_of: asOf }).meta({ id: 'Prepared' })

const signedInput = z
  .strictObject({ raw: z.string().regex(/^0x(?:[0-9a-fA-F]{2}){10,200000}$/, 'must be 0x and the hex of a signed transaction') })
  .meta({ id: 'SignedTransaction' })

const anyWritten = z.union(Object.values(writtenSchemas) as z.ZodType[])

/** For clients that sign themselves, and the state of every write. */
export function transactionRoutes(parts: WriteParts & { readonly store: Store; readonly reads: RegistryReads }): Route[] {
  const { store, registry, reads, engine, proofRequired } = parts
  return [
    route({
      method: 'post',
      path: '/v1/transactions/prepare',
      name: 'prepare_transaction',
      summary: 'The unsigned transaction of a write, after the same checks',
      write: false,
      rights: 'chain',
      params: z.strictObject({}),
      query: noQuery,
      body: prepareInput,
      answer: prepared,
      handle: async ({ body, who }) => {
        const operation = operations.find(({ name }) => name === body.operation)
        if (operation === undefined) throw new Problem('invalid_input', { field: 'operation', detail: `there is no ${body.operation}` })
        const plan = await operation.plan(
          within('input', () => operation.read(body.input)),
          { who, registry, proofRequired },
        )
        if (plan.calls.length > 1 || plan.registration !== undefined) {
          const detail = `holds more than ${keysPerCall} keys, the most for one transaction`
          throw new Problem('invalid_input', { field: 'input', detail })
        }
        const from = body.from ?? (who.kind === 'entity' ? who.entity.controller : who.subject)
        const as_of = await registry.head()
        const transactions = await registry.prepare(from as Hex, plan.calls)
        rememberPrepared(store, who.subject, operation.name, plan)
        return ok({ operation: operation.name, transactions, as_of })
      },
    }),
    route({
      method: 'post',
      path: '/v1/transactions',
      name: 'send_transaction',
      summary: 'Send a transaction that was prepared here and signed by the client',
      write: true,
      params: z.strictObject({}),
      query: noQuery,
      body: signedInput,
      answer: anyWritten,
      handle: async ({ body, who, wait, idempotencyKey }) => {
        const signed = await registry.readSigned(body.raw as Hex)
        if (signed.chain_id !== registry.chainId) {
          const detail = `is signed for chain ${signed.chain_id}, this is chain ${registry.chainId}`
          throw new Problem('transaction_invalid', { field: 'raw', detail })
        }
        const known = findPrepared(store, who.subject, signed.call)
        if (known === undefined) {
          throw new Problem('transaction_not_prepared', { field: 'raw', detail: `calls ${signed.call.to} with data that was not prepared` })
        }
        const { operation, about } = known
        const wanted = {
          subject: who.subject,
          idempotencyKey: idempotencyKey ?? `raw:${signed.hash}`,
          operation,
          input: { raw: signed.hash },
        }
        const begun = await engine.begin(wanted, () =>
          Promise.resolve({ about, parts: [{ signer: null, call: signed.call, raw: signed.raw }] }),
        )
        return answerWrite(registry, engine, begun, wait)
      },
    }),
    route({
      method: 'get',
      path: '/v1/transactions/{transaction_id}',
      name: 'get_transaction',
      summary: 'State of a write, for the one who made it',
      write: false,
      params: z.strictObject({ transaction_id: z.uuid() }),
      query: readQuery,
      answer: transactionRecord.extend({ as_of: asOf }).meta({ id: 'TransactionAnswer' }),
      handle: async ({ params, query, who }) => {
        const write = readWrite(store, params.transaction_id)
        if (write.subject !== who.subject) {
          throw new Problem('transaction_unknown', {
            field: 'transaction_id',
            detail: `no write of ${who.subject} has the id ${params.transaction_id}`,
          })
        }
        // what it says was written can be read
        if (stateOf(write) === 'done') await untilRead(reads, newestBlockOf(write))
        return ok({ ...toTransactionRecord(write), as_of: await reads.head(query) })
      },
    }),
  ]
}

/** Names faults of an inner document by their path from outside. */
function within<T>(field: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Problem) || error.field === undefined) throw error
    throw new Problem(error.code, { field: `${field}.${error.field}`, detail: error.message, cause: error })
  }
}
