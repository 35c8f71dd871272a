import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Problem } from '../../domain/problem.ts'
import { emptyHead, hashOfLine, issueEntry, type LogHead } from './issue-entry.ts'

/** The append-only file of what was issued: JSON lines, each with the hash of the line before it. */
export type IssueLog = {
  head(): LogHead
  /** Octets of a half written last line that were cut off when the log was opened: what a power cut leaves. */
  readonly mended: number
  /** Appends whole lines and returns once the disk has them. @throws Problem `store_failed` */
  append(lines: readonly string[], head: LogHead): void
  close(): void
}

const newline = 0x0a
/** Longest line that is looked for at the end of a log. */
const longestLine = 65_536

/**
 * Opens a log for one writer. A half written last line is cut off: nobody was answered on its strength, since answers leave after the disk has
 * the line. Who can write the file can at most make `derkey keygen audit` and the next start say so: no key is issued because of what it says.
 * @throws Problem `store_failed`, `issue_log_broken`
 */
export function openIssueLog(file: string): IssueLog {
  const descriptor = attempt(file, () => openSync(file, 'a+', 0o600))
  try {
    const { kept, size, last } = attempt(file, () => readTail(descriptor))
    if (kept < size) {
      attempt(file, () => {
        ftruncateSync(descriptor, kept)
        fsyncSync(descriptor)
      })
    }
    attempt(file, () => syncFolder(file))
    let head = last === undefined ? emptyHead : headOf(last, file)
    let end = kept
    return {
      head: () => head,
      mended: size - kept,
      append: (lines, next) => {
        const text = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        attempt(file, () => {
          // what an earlier append left half written, on a full disk, goes first
          if (fstatSync(descriptor).size !== end) ftruncateSync(descriptor, end)
          if (writeSync(descriptor, text) !== text.length) throw new Error('the disk took only a part of it')
          fsyncSync(descriptor)
        })
        end += text.length
        head = next
      },
      close: () => closeSync(descriptor),
    }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/** Where the last whole line ends, and that line. */
function readTail(descriptor: number): { kept: number; size: number; last: Buffer | undefined } {
  const { size } = fstatSync(descriptor)
  const start = Math.max(0, size - 2 * longestLine)
  const tail = Buffer.alloc(size - start)
  readSync(descriptor, tail, 0, tail.length, start)
  const end = tail.lastIndexOf(newline)
  if (end < 0 && start > 0) throw new Error(`its last ${tail.length} octets hold no line`)
  const before = end <= 0 ? -1 : tail.lastIndexOf(newline, end - 1)
  return { kept: start + end + 1, size, last: end < 0 ? undefined : tail.subarray(before + 1, end) }
}

function headOf(line: Buffer, file: string): LogHead {
  try {
    return { seq: issueEntry.parse(JSON.parse(line.toString())).seq, hash: hashOfLine(line) }
  } catch (cause) {
    throw new Problem('issue_log_broken', { field: file, detail: 'its last line is no entry', cause })
  }
}

/** A new file's name has to reach the disk too. */
function syncFolder(file: string): void {
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new Problem('store_failed', { detail: `${file}: ${(cause as Error).message}`, cause })
  }
}
