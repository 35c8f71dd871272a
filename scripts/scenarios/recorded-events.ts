import { readBlock } from '../../src/chain/reads/block.ts'
import { readEvents } from '../../src/chain/reads/events.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'

/** How often each event of the registry came since block `from`: what a scenario did twice shows here. */
export async function recordedEvents(registry: ChainRegistry, from: number): Promise<Record<string, number>> {
  const { block } = await readBlock(registry.client)
  const counts: Record<string, number> = {}
  for await (const events of readEvents(registry, { from, to: block })) {
    for (const { eventName } of events) counts[eventName] = (counts[eventName] ?? 0) + 1
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)))
}
