import { resolve } from 'node:path'
import { openReceipts, type WrittenReceipts } from '../../src/chain/receipts/write-receipts.ts'
import { registerKeys } from '../../src/chain/register/register-keys.ts'
import type { Registered, RegisteredBatch } from '../../src/chain/register/registration.ts'
import type { KeyList } from '../../src/domain/key-files/key-list.ts'
import { Problem } from '../../src/domain/problem.ts'
import { asNamed } from '../as-named.ts'
import type { Output } from '../output.ts'
import { startProgress } from '../progress.ts'
import type { ActingTogether } from '../registry-command.ts'

export type ListRegistration = {
  readonly processId: string
  readonly lotId: string | undefined
  readonly keys: KeyList
  /** File of the receipts. */
  readonly receipts: string
  readonly output: Output
}

/** What shells give for a process that SIGINT ended. */
const interruptedCode = 130

export type RegisteredList = Registered & { readonly receipts: WrittenReceipts }

/**
 * Registers a list and writes its receipts, with a bar for who waits, or a JSON line a batch.
 * @throws Problem what the registry has against all of it; receipts are written only where the list came to its end
 */
export async function registerList({ registry, senders }: ActingTogether, list: ListRegistration): Promise<RegisteredList> {
  const { processId, lotId, keys, output } = list
  const receipts = await openReceipts(registry, list.receipts, { processId, keys })
  const progress = startProgress(keys.count, 'keys')
  let reached = 0
  const sayHowFar = () => {
    progress.stop()
    if (reached > 0 && !output.json) output.note(`${reached} of ${keys.count} keys are done: the same command goes on with the rest`)
  }
  const interrupted = () => {
    sayHowFar()
    receipts.abandon()
    process.exit(interruptedCode)
  }
  process.once('SIGINT', interrupted)
  try {
    const registered = await registerKeys(registry, senders, {
      processId,
      lotId,
      keys,
      onBatch: async (batch) => {
        await receipts.add(batch)
        if (output.json) output.note(JSON.stringify(lineOf(batch)))
      },
      onRefused: ({ position }) => receipts.refuse(position),
      onProgress: (done) => {
        reached = done
        if (!output.json) progress.update(done)
      },
    })
    return { ...registered, receipts: await receipts.finish() }
  } catch (error) {
    sayHowFar()
    throw error
  } finally {
    process.off('SIGINT', interrupted)
    progress.stop()
    receipts.abandon()
  }
}

const lineOf = ({ first, count, transaction, block, lot_id, registered }: RegisteredBatch) => ({
  first,
  count,
  transaction,
  block,
  lot_id,
  registered,
})

/** Where receipts go: as told, or beside the first file; relative where that is. @throws Problem `invalid_input` */
export function receiptsBeside(first: string, told: string | undefined): string {
  if (told === '' || told === '-') throw new Problem('invalid_input', { field: 'receipts', detail: 'name a file' })
  if (told !== undefined) return told
  if (first !== '-') return asNamed(`${resolve(first)}.receipts.jsonl`, first)
  throw new Problem('invalid_input', {
    field: 'receipts',
    detail: 'keys of standard input have no file for receipts to lie beside: say with --receipts where they go',
  })
}
