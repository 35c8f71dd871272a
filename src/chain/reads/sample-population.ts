import { toSeconds, type Hex } from '../../domain/fields.ts'
import type { SampleRecord } from '../../domain/sample-records.ts'
import type { ChainRegistry } from '../registry.ts'
import { firstBlockAt } from './block-at.ts'
import { readKeys } from './key-list.ts'

/** The keys that a sample is drawn from, as `drawSample` says it; `draw_block` is there. */
export async function readSamplePopulation(registry: ChainRegistry, sample: SampleRecord): Promise<Hex[]> {
  const { client, deployment } = registry
  const last = sample.draw_block - 1
  const first = await firstBlockAt(client, toSeconds(sample.from), deployment.block, last)
  const end = await firstBlockAt(client, toSeconds(sample.until) + 1, first, last)
  const keyIds: Hex[] = []
  for await (const { key_id } of readKeys(registry, { processId: sample.process_id, from: first }, end - 1)) keyIds.push(key_id)
  return keyIds
}
