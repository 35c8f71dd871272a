import { drawSample } from '../../domain/draw-sample.ts'
import type { DrawnSample, SampleFindingRecord } from '../../domain/sample-records.ts'
import type { ChainRegistry } from '../registry.ts'
import { readSampleFindings } from './sample-findings.ts'
import { readSamplePopulation } from './sample-population.ts'
import { readSample, readSampleSeed } from './sample.ts'

/** A sample with its keys, drawn from the chain as of `block`, and the latest finding of each. */
export async function readDrawnSample(registry: ChainRegistry, sampleId: string, block: number): Promise<DrawnSample | undefined> {
  const sample = await readSample(registry, sampleId, block)
  if (sample === undefined) return undefined
  if (sample.draw_block > block) return { ...sample, drawn: null }

  const [seed, population, findings] = await Promise.all([
    readSampleSeed(registry, sample),
    readSamplePopulation(registry, sample),
    readSampleFindings(registry, { sampleId }, block),
  ])
  const latest = new Map<string, SampleFindingRecord>(findings.map((finding) => [finding.key_id, finding]))
  const { keys, ...counted } = drawSample(seed, sample.size, population)
  const withFindings = keys.map((key) => ({ ...key, finding: latest.get(key.key_id) ?? null }))
  const drawnIds = new Set<string>(keys.map(({ key_id }) => key_id))
  const other_findings = [...latest.values()].filter(({ key_id }) => !drawnIds.has(key_id))
  return { ...sample, drawn: { seed, ...counted, keys: withFindings, other_findings } }
}
