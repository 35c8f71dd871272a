import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { createRowReader, csvOptions } from './csv-rows.ts'
import type { KeySink } from './key-sink.ts'

/** The keys of a CSV list of any length. @throws Problem for a list that cannot be read to its end */
export async function streamCsv(text: AsyncIterable<string>, sink: KeySink): Promise<void> {
  const reader = createRowReader(sink)
  const parser = parse({ ...csvOptions, on_record: reader.row })
  // rows are read as they are parsed: nothing comes out, but it has to flow for the parser to end
  parser.resume()
  try {
    await pipeline(Readable.from(text, { objectMode: false }), parser)
  } catch (cause) {
    throw reader.failure(cause)
  }
  reader.end()
}
