import { createHash } from 'node:crypto'
import type { KeyList } from '../../domain/key-files/key-list.ts'
import { Problem } from '../../domain/problem.ts'
import { readHeader } from '../proofs/read-header.ts'
import type { RegisteredBatch } from '../register/registration.ts'
import type { ChainRegistry } from '../registry.ts'
import { openDraft } from './draft-file.ts'
import { linesOfBatch, linesOfOthers, positionSet } from './lines-of-keys.ts'
import { encodeLine, provenOf, receiptsFormat, type KeysLine, type ReceiptsHead } from './receipt-lines.ts'
import { requireReplaceable } from './require-replaceable.ts'

export type Receipts = {
  /** Takes a batch; what it resolves to is waited for before the next one where many are being proven already. */
  add(batch: RegisteredBatch): Promise<void>
  /** Leaves out the key at a position of the list, which the registry did not take. */
  refuse(position: number): void
  /** Keys of the list of which nothing was heard stood there before. The file is there whole when this resolves. */
  finish(): Promise<WrittenReceipts>
  /** Nothing of it stays, where it is not finished. */
  abandon(): void
}

export type WrittenReceipts = { readonly file: string; readonly count: number; readonly proven: number; readonly stood_before: number }

/** Batches that are being proven at once. */
const underWay = 8

/**
 * Writes receipts as batches come in: of each its keys, transaction, block and the proof that the block holds it. A run that goes on with an
 * earlier one is told of its batches again, and so writes a whole file.
 * @param keys positions of the batches are those of this list
 * @throws Problem file_exists where the file is something else than receipts of the same list, or, at the end, has more proofs; file_unwritable
 */
export async function openReceipts(
  registry: ChainRegistry,
  path: string,
  { processId, keys }: { readonly processId: string; readonly keys: KeyList },
): Promise<Receipts> {
  const { hash } = await readHeader(registry.client, 0)
  const created_at = `${new Date().toISOString().slice(0, 19)}Z`
  const chain = `${registry.deployment.chain_id}:${hash}`
  const list = `0x${keys.digest}`
  const head: ReceiptsHead = { format: receiptsFormat, registry: registry.name, chain, process_id: processId, list, created_at }
  const provenBefore = requireReplaceable(path, head)
  const draft = openDraft(path)
  const digest = createHash('sha256')
  let [count, proven, stood_before] = [0, 0, 0]

  const write = (text: string) => {
    digest.update(text)
    draft.write(text)
  }
  const writeLine = (line: KeysLine) => {
    count += line.key_ids.length
    proven += provenOf(line)
    if ('stood_before' in line) stood_before += line.key_ids.length
    write(encodeLine(line))
  }
  write(encodeLine(head))

  /** Lines are written in the order in which batches came, also where a later one is proven first. */
  const waiting: Promise<void>[] = []
  let last: Promise<void> = Promise.resolve()
  const heard = positionSet(keys.count)
  const add = async (batch: RegisteredBatch) => {
    for (const position of batch.positions) heard.add(position)
    const lines = linesOfBatch(registry, batch, keys)
    const before = last
    last = (async () => {
      const made = await lines
      await before
      for (const line of made) writeLine(line)
    })()
    // whoever waits for it is told of a failure: the next batch, or the end
    last.catch(() => undefined)
    waiting.push(last)
    if (waiting.length > underWay) await waiting.shift()
  }
  return {
    add,
    refuse: heard.add,
    finish: async () => {
      await last
      for (const line of linesOfOthers(keys, heard)) writeLine(line)
      if (count - stood_before < provenBefore) {
        const detail = `proves ${provenBefore} keys to be registered, of which this journal has the transactions of ${count - stood_before}; it is left as it is`
        throw new Problem('file_exists', { field: path, detail })
      }
      draft.write(encodeLine({ count, proven, stood_before, sha256: `0x${digest.digest('hex')}` }))
      draft.publish()
      return { file: path, count, proven, stood_before }
    },
    abandon: draft.discard,
  }
}
