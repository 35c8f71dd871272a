import { cpus, release } from 'node:os'
import { table } from '../scripts/output.ts'

/** One measured figure. `baseline` is what stands beside it in the same run; `reach` the ratio or figure that is wanted. */
export type Row = {
  readonly bench: string
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly baseline?: { readonly what: string; readonly value: number }
  readonly reach?: string
}

/** `keys`: how many, where a bench takes any number of them. */
export type BenchOptions = { readonly keys?: number | undefined }

/** A bench measures and hands over its rows one by one. */
export type Bench = (report: (row: Row) => void, options: BenchOptions) => Promise<void>

export function machine(): Record<string, string | number> {
  const cores = cpus()
  return {
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    kernel: release(),
    node: process.version,
    openssl: process.versions.openssl,
  }
}

export function toText(rows: readonly Row[]): string {
  return table(
    rows.map(({ bench, what, value, unit, baseline, reach }) => ({
      bench,
      what,
      measured: `${round(value)} ${unit}`,
      baseline: baseline === undefined ? undefined : `${round(baseline.value)} (${baseline.what})`,
      ratio: baseline === undefined ? undefined : (value / baseline.value).toFixed(3),
      reach,
    })),
    ['bench', 'what', 'measured', 'baseline', 'ratio', 'reach'],
  )
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}

/** Median of measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/**
 * Medians of several measurements taken in turn (A B C A B C …), so that a machine that slows down slows all of them.
 * @param rounds how often each is measured
 */
export async function inTurn<K extends string>(
  measurements: Readonly<Record<K, () => number | Promise<number>>>,
  rounds: number,
): Promise<Record<K, number>> {
  const names = Object.keys(measurements) as K[]
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>
  for (let round = 0; round < rounds; round++) {
    for (const name of names) values[name].push(await measurements[name]())
  }
  return Object.fromEntries(names.map((name) => [name, median(values[name])])) as Record<K, number>
}
