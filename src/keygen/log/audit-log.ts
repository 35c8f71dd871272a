import { createReadStream } from 'node:fs'
import { Problem } from '../../domain/problem.ts'
import { emptyHead, hashOfLine, headText, issueEntry, type IssueEntry, type LogHead } from './issue-entry.ts'

/** `gap`: a number is missing; `edited`: a line does not follow the one before it; `torn`: the end of the last line is missing; `malformed`: no
 * entry; `truncated`: it ends before the known head; `head_differs`: the line at the known head is another; `registered_twice`: one enrolment. */
export type LogFault = 'gap' | 'edited' | 'torn' | 'malformed' | 'truncated' | 'head_differs' | 'registered_twice'
export type LogFinding = { readonly line: number; readonly fault: LogFault; readonly found: string; readonly wanted: string }

export type Audit = {
  readonly entries: number
  /** `SEQ:HASH` of the last whole line: keep it elsewhere, and give it to the next audit. */
  readonly head: string
  readonly intact: boolean
  readonly findings: readonly LogFinding[]
}

/**
 * Reads a log from its first line, in constant memory but for the enrolments that were registered. A change of the last lines shows only
 * against a head that was known before.
 * @param known the head of an earlier audit or of any receipt
 * @param onEntry told every entry that can be read
 * @throws Problem `file_unreadable`
 */
export async function auditLog(file: string, known?: LogHead, onEntry?: (entry: IssueEntry) => void): Promise<Audit> {
  const findings: LogFinding[] = []
  const registered = new Set<string>()
  let head: LogHead = emptyHead
  let [number, entries] = [0, 0]
  let knownSeen = known === undefined || known.seq === 0

  const take = (bytes: Buffer) => {
    number += 1
    const find = (fault: LogFault, found: string, wanted: string) => findings.push({ line: number, fault, found, wanted })
    const entry = entryOf(bytes)
    const hash = hashOfLine(bytes)
    if (entry === undefined) {
      find('malformed', bytes.subarray(0, 60).toString('latin1'), 'an entry')
      head = { seq: head.seq + 1, hash }
      return
    }
    entries += 1
    if (entry.seq !== head.seq + 1) find('gap', String(entry.seq), String(head.seq + 1))
    if (entry.previous !== head.hash) find('edited', `follows ${entry.previous}`, `follows ${head.hash}`)
    if (entry.event === 'registered') {
      if (registered.has(entry.enrolment_id)) find('registered_twice', entry.enrolment_id, 'one key an enrolment')
      registered.add(entry.enrolment_id)
    }
    head = { seq: entry.seq, hash }
    if (known?.seq === entry.seq) {
      knownSeen = true
      if (known.hash !== hash) find('head_differs', headText(head), headText(known))
    }
    onEntry?.(entry)
  }

  const rest = await eachLine(file, take)
  if (rest.length > 0)
    findings.push({ line: number + 1, fault: 'torn', found: `${rest.length} octets without a newline`, wanted: 'whole lines' })
  if (!knownSeen && known !== undefined)
    findings.push({ line: number, fault: 'truncated', found: headText(head), wanted: `an entry ${headText(known)}` })
  return { entries, head: headText(head), intact: findings.length === 0, findings }
}

/** Whole lines to `take`; what follows the last newline is returned. */
async function eachLine(file: string, take: (line: Buffer) => void): Promise<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
        take(bytes.subarray(0, end))
        bytes = bytes.subarray(end + 1)
      }
      rest = bytes
    }
    return rest
  } catch (cause) {
    throw new Problem('file_unreadable', { field: file, detail: (cause as Error).message, cause })
  }
}

function entryOf(line: Buffer): IssueEntry | undefined {
  try {
    const parsed = issueEntry.safeParse(JSON.parse(line.toString()))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
