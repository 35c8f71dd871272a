import { toSeconds, type Hex } from '../../domain/fields.ts'
import type { SampleRecord } from '../../domain/sample-records.ts'
import type { ChainRegistry } from '../registry.ts'
import { firstBlockAt } from './block-at.ts'
import { readEvents } from './events.ts'
import { keysCreatedTopics } from './key-list.ts'

/** The keys that a sample is drawn from, as `drawSample` says it; `draw_block` is there. */
export async function readSamplePopulation(registry: ChainRegistry, sample: SampleRecord): Promise<Hex[]> {
  const { client, deployment } = registry
  const last = sample.draw_block - 1
  const first = await firstBlockAt(client, toSeconds(sample.from), deployment.block, last)
  const end = await firstBlockAt(client, toSeconds(sample.until) + 1, first, last)
  const keyIds: Hex[] = []
  const filter = { from: first, to: end - 1, topics: keysCreatedTopics({ processId: sample.process_id }) }
  for await (const events of readEvents(registry, filter)) {
    for (const { eventName, args } of events) if (eventName === 'KeysCreated') for (const keyId of args.keyIds) keyIds.push(keyId)
  }
  return keyIds
}
