import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MeasuredIndex } from './measure-index.ts'
import type { MeasuredLatency } from './measure-latency.ts'
import type { MeasuredRegistry } from './measure-registry.ts'
import type { MeasuredTrie } from './measure-trie.ts'

/** docs/sizing.json: what `npm run sizing -- --measure` measured last. */
export type Measurements = {
  readonly date: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly trie: readonly MeasuredTrie[]
  readonly registry: MeasuredRegistry
  readonly index: MeasuredIndex
  readonly latency: MeasuredLatency
}

const docs = join(import.meta.dirname, '..', '..', 'docs')
export const measurementsFile = join(docs, 'sizing.json')
export const pageFile = join(docs, 'sizing.md')

export function readMeasurements(): Measurements {
  return JSON.parse(readFileSync(measurementsFile, 'utf8')) as Measurements
}

/** What the drills on real Besu nodes measured: docs/network-drills.json. */
export type DrillReport = {
  readonly date: string
  readonly besu: string
  readonly network: { readonly nodes: number; readonly block_period_seconds: number }
  readonly machine: Readonly<Record<string, string | number>>
  readonly drills: readonly { readonly name: string; readonly state: string; readonly figures: Readonly<Record<string, number | string>> }[]
}

export function readDrills(): DrillReport {
  return JSON.parse(readFileSync(join(docs, 'network-drills.json'), 'utf8')) as DrillReport
}
