import type { Answer } from '../http/route.ts'
import type { RegistryReads } from '../registry.ts'
import type { Write } from '../store/writes.ts'
import { refuseFailed, type WriteEngine } from '../write-engine.ts'
import { readWritten } from '../read-written.ts'
import { stateOf, toTransactionRecord } from '../written.ts'

/**
 * 201 with the records of a write that is done within `wait` seconds, else 202 with its state: still under way, or done in part only.
 * @throws Problem the refusal of a write of which nothing was done
 */
export async function answerWrite(registry: RegistryReads, engine: WriteEngine, begun: Write, wait: number | null): Promise<Answer> {
  const write = wait === null ? begun : await engine.settled(begun.transaction_id, wait)
  if (wait !== null) refuseFailed(write)
  const headers = { Location: `/v1/transactions/${write.transaction_id}` }
  if (wait !== null && stateOf(write) === 'done') return { status: 201, body: await readWritten(registry, write), headers }
  return { status: 202, body: toTransactionRecord(write), headers }
}
