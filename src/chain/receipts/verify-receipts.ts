import { createHash } from 'node:crypto'
import type { Status } from '../../domain/enumerations.ts'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { ProvenHeader } from '../proofs/proof.ts'
import { readBlockWithHeader, readHeader } from '../proofs/read-header.ts'
import { readHeight } from '../reads/block.ts'
import type { ChainRegistry } from '../registry.ts'
import { readLines } from './read-lines.ts'
import { decodeHead, decodeLine, provenOf, type KeysLine, type ReceiptsFoot, type ReceiptsHead } from './receipt-lines.ts'
import { openSample } from './sample-keys.ts'
import { stillStand } from './still-stand.ts'
import { verifyLine } from './verify-line.ts'

export type VerifyOptions = {
  /** Ends for a block that is none of the chain, whatever the node says; without it the node is believed which blocks there are. */
  readonly trust?: ((header: ProvenHeader) => Promise<void>) | undefined
  /** How many keys are looked up whether they still stand: so many, drawn at random, or all. */
  readonly standing: number | 'all'
  readonly onFault: (fault: ReceiptFault) => void
  readonly onProgress?: (keys: number) => void
  /** Of keys that were drawn: how many of them are looked up. */
  readonly onLookedUp?: (keys: number, of: number) => void
}

/** What is wrong, in which line, counted from 1. */
export type ReceiptFault = { readonly line: number; readonly code: Problem['code']; readonly detail: string }

export type VerifiedReceipts = {
  readonly faults: number
  readonly count: number
  readonly proven: number
  readonly stood_before: number
  readonly transactions: number
  /** Keys that were looked up, by their own status, as of `block`. */
  readonly standing: Partial<Record<Status, number>>
  readonly block: number
}

type KeyOfLine = { readonly key_id: Hex; readonly line: number }

/** A node that computes its state anew for each answer takes seconds, whatever is asked. */
const keysAtOnce = 500

/**
 * Checks a file of receipts against the chain, line by line, in flat memory: that nothing in it was changed, that every block is one of the chain
 * and holds what the line says, and that keys still stand.
 * @throws Problem receipts_invalid for a file of which nothing can be checked, or of another registry; chain_unreachable, …
 */
export async function verifyReceipts(
  registry: ChainRegistry,
  chunks: AsyncIterable<Uint8Array>,
  { trust, standing, onFault, onProgress, onLookedUp }: VerifyOptions,
): Promise<VerifiedReceipts> {
  const { client, deployment } = registry
  const digest = createHash('sha256')
  const transactions = new Set<string>()
  const sample = openSample<KeyOfLine>(standing)
  const found: Partial<Record<Status, number>> = {}
  const processOfLot = new Map<bigint, string>()
  let head: ReceiptsHead | undefined
  let foot: { readonly line: number; readonly says: ReceiptsFoot; readonly sha256: string } | undefined
  let [faults, count, proven, stood_before, block] = [0, 0, 0, 0, 0]
  let line = 0

  const fault = (at: number, error: unknown) => {
    if (!(error instanceof Problem) || !['receipts_invalid', 'proof_invalid', 'chain_nonsense', 'chain_behind'].includes(error.code))
      throw error
    faults += 1
    onFault({ line: at, code: error.code, detail: error.message })
  }
  const invalid = (detail: string) => new Problem('receipts_invalid', { detail })

  const lookUp = async (keys: readonly KeyOfLine[]) => {
    if (keys.length === 0 || head === undefined) return
    const newest = await readHeader(client, await readHeight(client))
    await trust?.(newest)
    block = newest.number
    const ids = keys.map(({ key_id }) => key_id)
    for (const [index, stands] of (await stillStand(registry, newest, head.process_id, ids, processOfLot)).entries()) {
      const key = keys[index]!
      if ('fault' in stands) fault(key.line, invalid(`${key.key_id} ${stands.fault}`))
      else found[stands.status] = (found[stands.status] ?? 0) + 1
    }
  }

  const check = async (says: KeysLine, { process_id }: ReceiptsHead) => {
    proven += provenOf(says)
    count += says.key_ids.length
    if ('stood_before' in says) stood_before += says.key_ids.length
    else {
      const place = `${says.transaction}:${says.lot_id}`
      if (transactions.has(place)) throw invalid(`transaction ${says.transaction} stands in a line before`)
      const header = verifyLine(says, deployment.contracts.KeyRegistry.address, process_id)
      if (trust !== undefined) await trust(header)
      await requireBlock(registry, header, says.transaction as Hex, says.proof.index)
      transactions.add(place)
    }
    sample.add(says.key_ids.map((key_id) => ({ key_id: key_id as Hex, line })))
  }

  for await (const { number, text, bytes } of linesUpTo(chunks, (error) => fault(line + 1, error))) {
    line = number
    try {
      if (foot !== undefined) throw invalid('stands behind the last line')
      if (head === undefined) head = requireHead(decodeHead(text), registry, (await readHeader(client, 0)).hash)
      else {
        const says = decodeLine(text)
        if ('sha256' in says) foot = { line, says, sha256: `0x${digest.copy().digest('hex')}` }
        else await check(says, head)
      }
    } catch (error) {
      // without a first line there is nothing to hold the others against
      if (head === undefined) throw error
      fault(line, error)
    }
    digest.update(bytes)
    await lookUp(sample.take(keysAtOnce))
    onProgress?.(count)
  }
  if (head === undefined) throw new Problem('receipts_invalid', { field: 'line 1', detail: 'the file is empty' })
  let lookedUp = 0
  for (let keys = sample.rest(keysAtOnce); keys.length > 0; keys = sample.rest(keysAtOnce)) {
    await lookUp(keys)
    lookedUp += keys.length
    if (standing !== 'all') onLookedUp?.(lookedUp, Math.min(standing, count))
  }

  if (foot === undefined) fault(line + 1, invalid('the last line is missing: the file is cut off'))
  else {
    const { says, sha256 } = foot
    const counted = { count, proven, stood_before, sha256 }
    for (const name of ['count', 'proven', 'stood_before', 'sha256'] as const) {
      if (says[name] !== counted[name])
        fault(foot.line, invalid(`says ${name} ${says[name]}, the lines before it come to ${counted[name]}`))
    }
  }
  return { faults, count, proven, stood_before, transactions: transactions.size, standing: found, block }
}

/** The lines up to the first one that cannot be read. */
async function* linesUpTo(chunks: AsyncIterable<Uint8Array>, onFailure: (error: unknown) => void): ReturnType<typeof readLines> {
  try {
    yield* readLines(chunks)
  } catch (error) {
    onFailure(error)
  }
}

/** @throws Problem receipts_invalid for receipts of another registry */
function requireHead(head: ReceiptsHead, { name, deployment }: ChainRegistry, genesis: Hex): ReceiptsHead {
  const here = { registry: name, chain: `${deployment.chain_id}:${genesis}` }
  for (const field of ['registry', 'chain'] as const) {
    if (head[field] === here[field]) continue
    throw new Problem('receipts_invalid', { field: 'line 1', detail: `they are of ${field} ${head[field]}, this is ${here[field]}` })
  }
  return head
}

/** @throws Problem proof_invalid where the node has another block of that number, or another transaction in its place */
async function requireBlock({ client }: ChainRegistry, { number, hash }: ProvenHeader, transaction: Hex, index: number): Promise<void> {
  const { header, transactions } = await readBlockWithHeader(client, number)
  if (header.hash !== hash) throw new Problem('proof_invalid', { detail: `the chain's block ${number} is ${header.hash}, not ${hash}` })
  if (transactions[index] === transaction) return
  throw new Problem('proof_invalid', {
    detail: `transaction ${index} of block ${number} is ${transactions[index] ?? 'missing'}, not ${transaction}`,
  })
}
