import Table from 'cli-table3'
import { coloursFor } from './colours.ts'
import { printable } from './printable.ts'

/** Where a command's answer goes: one JSON document, or text for people, on standard output. Everything else goes to standard error. */
export type Output = {
  readonly json: boolean
  /** Ends a command: the JSON document, or the lines. */
  answer(document: unknown, lines: string | readonly string[]): void
  /** A list: an array with `--json`, a table otherwise. */
  list(rows: readonly Record<string, unknown>[], columns: readonly string[]): void
  /** For the person who waits; never on standard output. */
  note(line: string): void
}

export function createOutput(json: boolean): Output {
  const write = (text: string) => void process.stdout.write(`${text}\n`)
  const answer: Output['answer'] = (document, lines) =>
    write(json ? JSON.stringify(document, null, 2) : typeof lines === 'string' ? lines : lines.join('\n'))
  return {
    json,
    answer,
    list: (rows, columns) => answer(rows, rows.length === 0 ? 'none' : table(rows, columns)),
    note: (line) => void process.stderr.write(`${line}\n`),
  }
}

/** Aligned columns without borders; a cell shows a string as it is, an array joined, nothing as `-`. */
export function table(rows: readonly Record<string, unknown>[], columns: readonly string[]): string {
  const chars = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
    ].map((name) => [name, '']),
  )
  const body = new Table({
    head: columns.map((column) => coloursFor(process.stdout).bold(column)),
    chars: { ...chars, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  })
  for (const row of rows) body.push(columns.map((column) => cell(row[column])))
  return body
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

function cell(value: unknown): string {
  if (value === undefined || value === null || value === '') return '-'
  if (Array.isArray(value)) return value.length === 0 ? '-' : printable(value.join(','))
  return printable(typeof value === 'string' ? value : JSON.stringify(value))
}
