import { hash } from 'node:crypto'
import { z } from 'zod'
import { keyIdField, recordIdField } from '../../domain/fields.ts'

/** What happens to an enrolment and its key, in the past tense, as the log has it. */
export const issueEvents = ['enrolled', 'code_replaced', 'issued', 'withdrawn', 'confirmed', 'listed', 'registered', 'cancelled'] as const
export type IssueEvent = (typeof issueEvents)[number]

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')

/** One line of the log. `previous` is the SHA-256 of the line before it, its newline left out. No code and no key stands in it. */
export const issueEntry = z.strictObject({
  seq: z.int().min(1),
  at: z.iso.datetime({ precision: 3 }),
  event: z.enum(issueEvents),
  enrolment_id: z.string(),
  device: z.string(),
  process_id: recordIdField,
  /** The client, or the source of bootstrap certificates, that the enrolment belongs to. */
  enrolled_by: z.string(),
  key_id: keyIdField.nullable(),
  previous: digest,
})
export type IssueEntry = z.infer<typeof issueEntry>
export type NewEntry = Omit<IssueEntry, 'seq' | 'previous'>

/** Where a log ends: the number of its last line and that line's SHA-256. Of an empty log 0 and 64 zeros. */
export type LogHead = { readonly seq: number; readonly hash: string }

export const emptyHead: LogHead = { seq: 0, hash: '0'.repeat(64) }

/** The line that follows `head`, without its newline, and the head that it makes. */
export function lineAfter(head: LogHead, entry: NewEntry): { readonly line: string; readonly head: LogHead } {
  const line = JSON.stringify({ seq: head.seq + 1, ...entry, previous: head.hash } satisfies IssueEntry)
  return { line, head: { seq: head.seq + 1, hash: hashOfLine(line) } }
}

export function hashOfLine(line: string | Uint8Array): string {
  return hash('sha256', line, 'hex')
}

/** `SEQ:HASH`, as receipts and `--head` have it. */
export function headText({ seq, hash: digest }: LogHead): string {
  return `${seq}:${digest}`
}

/** Reads `SEQ:HASH`; undefined for what is none. */
export function parseHead(text: string): LogHead | undefined {
  const [, seq, digest] = /^(0|[1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? []
  return seq === undefined || digest === undefined ? undefined : { seq: Number(seq), hash: digest }
}
