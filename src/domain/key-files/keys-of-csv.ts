import { CsvError, parse } from 'csv-parse/sync'
import { keyIdField } from '../fields.ts'
import type { Hex } from '../fields.ts'
import { Problem } from '../problem.ts'
import type { FoundKey } from './found-key.ts'
import { keyOfText } from './key-of-text.ts'
import { readEach } from './read-each.ts'

const columns = ['key_id', 'public_key', 'certificate', 'csr'] as const
type Column = (typeof columns)[number]
type Row = { readonly cells: readonly string[]; readonly number: number }

const maxRowBytes = 131_072
const noKeyId = `0x${'0'.repeat(64)}`

/**
 * The keys of a CSV list (RFC 4180): a header with one of `columns`, other columns are passed over. Rows are counted as a spreadsheet
 * does, the header being row 1.
 * @throws Problem that names every row at fault, and the column
 */
export function keysOfCsv(text: string): FoundKey[] {
  const [header, ...rows] = rowsOf(text)
  const names = header?.cells ?? []
  const given = columns.filter((column) => names.includes(column))
  const [column, another] = given
  if (column === undefined || another !== undefined || names.filter((each) => each === column).length > 1) {
    const found = given.length === 0 ? `none of ${columns.join(', ')}` : given.join(' and ')
    throw new Problem('invalid_input', { field: 'row 1', detail: `the header must name just one key column once; it has ${found}` })
  }
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (filled.length === 0) throw new Problem('invalid_input', { field: 'row 2', detail: 'the list holds no key' })
  const index = names.indexOf(column)
  const place = ({ number }: Row) => `row ${number}, column ${column}`
  return readEach(filled, place, (row) => keyOfRow(row, names.length, index, column, place(row)))
}

function keyOfRow({ cells }: Row, width: number, index: number, column: Column, position: string): FoundKey {
  if (cells.length !== width)
    throw new Problem('invalid_input', { detail: `the row has ${cells.length} cells where the header has ${width}` })
  const cell = cells[index] ?? ''
  if (cell === '') throw new Problem('invalid_input', { detail: 'is empty' })
  if (column !== 'key_id') return keyOfText(cell, column, position)
  const { success, error } = keyIdField.safeParse(cell)
  if (!success) throw new Problem('invalid_input', { detail: error.issues.map(({ message }) => message).join(', ') })
  if (cell === noKeyId) throw new Problem('invalid_input', { detail: 'must not be zero' })
  return { key_id: cell as Hex, spki: null, source: 'key_id', position, proof_of_possession: false, certificate_authority: false }
}

function rowsOf(text: string): Row[] {
  try {
    const records = parse(text, { bom: true, relax_column_count: true, trim: true, max_record_size: maxRowBytes })
    return records.map((cells, index) => ({ cells, number: index + 1 }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw new Problem('invalid_input', { detail: `is no CSV: ${cause.message}`, cause })
  }
}
