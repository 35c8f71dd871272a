import { CsvError } from 'csv-parse'
import type { Options } from 'csv-parse'
import { keyIdField } from '../fields.ts'
import type { Hex } from '../fields.ts'
import { Problem } from '../problem.ts'
import type { FoundKey } from './found-key.ts'
import { keyOfText } from './key-of-text.ts'
import { readInto } from './key-sink.ts'
import type { KeySink } from './key-sink.ts'

const columns = ['key_id', 'public_key', 'certificate', 'csr'] as const
type Column = (typeof columns)[number]
type Header = { readonly width: number; readonly index: number; readonly column: Column }

const maxRowBytes = 131_072
const noKeyId = `0x${'0'.repeat(64)}`

/** How a list is written: RFC 4180, with what spreadsheets make of it. A row that is longer than any with a key ends the reading. */
export const csvOptions = {
  bom: true,
  relax_column_count: true,
  trim: true,
  max_record_size: maxRowBytes,
  // not found out from the first row: lists are put together from several
  record_delimiter: ['\r\n', '\n', '\r'],
} satisfies Options

/**
 * Reads the rows of a CSV list one by one: a header with one of `columns`, other columns are passed over. Rows are counted as a spreadsheet
 * does, the header being row 1; empty rows hold no key.
 */
export function createRowReader(sink: KeySink) {
  let header: Header | undefined
  let number = 0
  let filled = 0
  return {
    /** Takes a row, and leaves nothing of it to the parser. @throws Problem for a header that names no key column, or two */
    row: (cells: string[]): null => {
      number += 1
      if (header === undefined) {
        header = headerOf(cells)
        return null
      }
      if (cells.every((cell) => cell === '')) return null
      filled += 1
      const { width, index, column } = header
      const position = `row ${number}, column ${column}`
      readInto(sink, position, () => {
        if (cells.length !== width) {
          throw new Problem('invalid_input', {
            detail: `the row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the header has ${width}`,
          })
        }
        return keyOfCell(cells[index] ?? '', column, position)
      })
      return null
    },
    /** @throws Problem for a list without keys */
    end(): void {
      if (header === undefined) headerOf([])
      if (filled === 0) throw new Problem('invalid_input', { field: 'row 2', detail: 'the list holds no key' })
    },
    /** What was met on the way, as a Problem where it is one of the list. */
    failure(cause: unknown): unknown {
      if (!(cause instanceof CsvError)) return cause
      if (cause.code !== 'CSV_MAX_RECORD_SIZE') return new Problem('invalid_input', { detail: `is no CSV: ${cause.message}`, cause })
      const detail = `has more than ${maxRowBytes} bytes, or begins a quote that is never closed; what follows was not read`
      return new Problem('invalid_input', { field: `row ${number + 1}`, detail, cause })
    },
  }
}

function headerOf(names: readonly string[]): Header {
  const given = columns.filter((column) => names.includes(column))
  const [column, another] = given
  if (column === undefined || another !== undefined || names.filter((each) => each === column).length > 1) {
    const found = given.length === 0 ? `none of ${columns.join(', ')}` : given.join(' and ')
    throw new Problem('invalid_input', { field: 'row 1', detail: `the header must name just one key column once; it has ${found}` })
  }
  return { width: names.length, index: names.indexOf(column), column }
}

function keyOfCell(cell: string, column: Column, position: string): FoundKey {
  if (cell === '') throw new Problem('invalid_input', { detail: 'is empty' })
  if (column !== 'key_id') return keyOfText(cell, column, position)
  const { success, error } = keyIdField.safeParse(cell)
  if (!success) throw new Problem('invalid_input', { detail: error.issues.map(({ message }) => message).join(', ') })
  if (cell === noKeyId) throw new Problem('invalid_input', { detail: 'must not be zero' })
  return { key_id: cell as Hex, spki: null, source: 'key_id', position, proof_of_possession: false, certificate_authority: false }
}
