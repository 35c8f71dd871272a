import { execFile } from 'node:child_process'
import { createECDH, randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import type { Finished } from './csv/finish.ts'
import { inTurn } from './report.ts'
import type { Bench } from './report.ts'

const rounds = 3
const p256 = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/** Lists by their key column, and how many rows of it. A key pair takes longer to make than to read. */
const lists = {
  key_id: { rows: 1_000_000, cell: () => `0x${randomBytes(32).toString('hex')}` },
  public_key: { rows: 200_000, cell: () => Buffer.concat([p256, createECDH('prime256v1').generateKeys()]).toString('base64') },
}

/** Rows a second of a CSV list that is read, validated and staged, beside the parser alone; each run in a process of its own, for its memory. */
export const csv: Bench = async (report) => {
  const folder = temporaryFolder()
  try {
    for (const [column, { rows, cell }] of Object.entries(lists)) {
      const file = folder.file(`${column}.csv`)
      writeList(file, column, rows, cell)
      let peak = 0
      const validated = async () => {
        const { perSecond, peakMebibytes } = await measured('validate-process.ts', file, rows)
        peak = Math.max(peak, peakMebibytes)
        return perSecond
      }
      const rates = await inTurn({ bare: async () => (await measured('parse-process.ts', file, rows)).perSecond, validated }, rounds)
      const what = `CSV of ${rows.toLocaleString('en-US')} rows, column ${column}`
      const baseline = { what: 'csv-parse alone', value: rates.bare }
      report({ bench: 'csv', what: `${what}, validated and staged`, value: rates.validated, unit: 'rows/s', baseline })
      report({ bench: 'csv', what: `${what}, peak memory`, value: peak, unit: 'MiB', reach: '< 300' })
    }
  } finally {
    folder.remove()
  }
}

function writeList(path: string, column: string, rows: number, cell: () => string): void {
  const file = openSync(path, 'w')
  try {
    writeSync(file, `serial,${column}\n`)
    for (let first = 0; first < rows; first += 1000) {
      const count = Math.min(1000, rows - first)
      writeSync(file, Array.from({ length: count }, (_, index) => `SN-${first + index},${cell()}\n`).join(''))
    }
  } finally {
    closeSync(file)
  }
}

async function measured(program: string, file: string, rows: number): Promise<Finished> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'csv', program), file])
  const finished = JSON.parse(stdout) as Finished
  if (finished.rows !== rows) throw new Error(`${program} read ${finished.rows} of ${rows} rows`)
  return finished
}
