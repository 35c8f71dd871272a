import { parse } from 'csv-parse/sync'
import { collectKeys } from './collect-keys.ts'
import { createRowReader, csvOptions } from './csv-rows.ts'
import type { FoundKey } from './found-key.ts'

/** The keys of a CSV list. @throws Problem that names every row at fault, and the column */
export function keysOfCsv(text: string): FoundKey[] {
  return collectKeys((sink) => {
    const reader = createRowReader(sink)
    try {
      parse(text, { ...csvOptions, on_record: reader.row })
    } catch (cause) {
      throw reader.failure(cause)
    }
    reader.end()
  })
}
