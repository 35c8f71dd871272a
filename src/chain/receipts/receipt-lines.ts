import { z } from 'zod'
import { digestField, keyIdField, recordIdField, timeField } from '../../domain/fields.ts'
import { listFaults } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'

/** Names the format and its version in a file's first line. */
export const receiptsFormat = 'derkey-receipts/1'

/** Longest line that is read: a batch has some 100,000 bytes, of which the proof of a block with other large transactions can be more. */
export const maxLineBytes = 8 * 1_048_576

const bytesField = z.string().regex(/^0x(?:[0-9a-f]{2})*$/, 'must be bytes: 0x and hex digits')
const count = z.int().min(0)

/** The first line: of which keys of which registry the file is. */
export const receiptsHead = z.strictObject({
  format: z.literal(receiptsFormat),
  /** CAIP-10, as `ChainRegistry.name`. */
  registry: z.string().regex(/^eip155:[0-9]{1,15}:0x[0-9a-f]{40}$/, 'must be eip155:CHAIN:ADDRESS'),
  /** Id and hash of block 0, which tells chains of the same id apart. */
  chain: z.string().regex(/^[0-9]{1,15}:0x[0-9a-f]{64}$/, 'must be CHAIN:HASH'),
  process_id: recordIdField,
  /** SHA-256 over the key ids of the list that was to be registered, in their order, those included that were refused. */
  list: digestField,
  created_at: timeField,
})
export type ReceiptsHead = z.infer<typeof receiptsHead>

/** Which of a line's keys came with a proof that their owner has them: all, none, or those at these places, counted from 0. */
const proven = z.union([z.literal('all'), z.literal('none'), z.array(count).min(1)])

/** The keys that one transaction registered, in the order of its event, and the proof that it did. */
const registeredLine = z.strictObject({
  transaction: digestField,
  block: count,
  block_hash: digestField,
  lot_id: recordIdField,
  key_ids: z.array(keyIdField).min(1),
  proven,
  proof: z.strictObject({ header: bytesField, index: count, nodes: z.array(bytesField).min(1) }),
})

/** Keys that stood under the process before, of which this run has no transaction. */
const stoodBeforeLine = z.strictObject({ stood_before: z.literal(true), key_ids: z.array(keyIdField).min(1), proven })

/** The last line. */
const receiptsFoot = z.strictObject({
  /** Keys of all lines, and those of them with a proof of possession. */
  count,
  proven: count,
  /** Keys of lines without a proof. */
  stood_before: count,
  /** SHA-256 of every octet before this line. */
  sha256: digestField,
})
export type ReceiptsFoot = z.infer<typeof receiptsFoot>

export type RegisteredLine = z.infer<typeof registeredLine>
/** A line between the first and the last. */
export type KeysLine = RegisteredLine | z.infer<typeof stoodBeforeLine>

export function encodeLine(line: ReceiptsHead | KeysLine | ReceiptsFoot): string {
  return `${JSON.stringify(line)}\n`
}

/** @throws Problem receipts_invalid for a line that is not as `encodeLine` writes it */
export function decodeFoot(text: string): ReceiptsFoot {
  return decode(receiptsFoot, text, parse(text))
}

/** @throws Problem receipts_invalid, of line 1 */
export function decodeHead(text: string): ReceiptsHead {
  try {
    return decode(receiptsHead, text, parse(text))
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    throw new Problem(cause.code, { field: 'line 1', detail: cause.message, cause })
  }
}

/** @throws Problem receipts_invalid */
export function decodeLine(text: string): KeysLine | ReceiptsFoot {
  const value = parse(text)
  const has = (name: string) => typeof value === 'object' && value !== null && name in value
  if (has('sha256')) return decode(receiptsFoot, text, value)
  return has('stood_before') ? decode(stoodBeforeLine, text, value) : decode(registeredLine, text, value)
}

/** How many of a line's keys came with a proof. @throws Problem receipts_invalid for a place that is none of its keys, or named twice */
export function provenOf({ key_ids, proven }: KeysLine): number {
  if (proven === 'all') return key_ids.length
  if (proven === 'none') return 0
  if (proven.some((place, index) => place >= key_ids.length || (index > 0 && place <= (proven[index - 1] ?? 0)))) {
    throw invalid('proven must name places of its keys in ascending order')
  }
  return proven.length
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem('receipts_invalid', { detail: `is no JSON: ${(cause as Error).message}`, cause })
  }
}

function decode<T extends z.ZodType>(schema: T, text: string, value: unknown): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true })
  if (!result.success) {
    const { field, detail } = listFaults(result.error)[0] ?? { field: '', detail: 'is no line of receipts' }
    throw invalid(field === '' ? detail : `${field} ${detail}`)
  }
  if (JSON.stringify(result.data) !== text) throw invalid('it was written otherwise: white space, order or spelling were changed')
  return result.data
}

const invalid = (detail: string) => new Problem('receipts_invalid', { detail })
