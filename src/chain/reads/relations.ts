import { getAbiItem, pad, toEventSelector } from 'viem'
import type { Hex } from '../../domain/fields.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import type { ChainRegistry } from '../registry.ts'
import { readEvents, type RegistryEvent } from './events.ts'

/** An entity that another one named, and in which block it did. */
export type NamedEntity = { readonly entity_id: string; readonly block: number }

const topicsOf = (name: 'InstallerNamed' | 'InstallerWithdrawn' | 'AdvanceAcceptanceSet', entityId: string): Hex[] => [
  toEventSelector(getAbiItem({ abi, name })),
  pad(entityId as Hex, { size: 32 }),
]

/** Installers that the owner of keys named, and did not withdraw up to block `to`. */
export async function readInstallers(registry: ChainRegistry, ownerId: string, to: number): Promise<NamedEntity[]> {
  const named = await eventsOf(registry, topicsOf('InstallerNamed', ownerId), to)
  const withdrawn = await eventsOf(registry, topicsOf('InstallerWithdrawn', ownerId), to)
  return standing([...named, ...withdrawn], ({ eventName, args }) =>
    'installerId' in args ? { entityId: args.installerId, stands: eventName === 'InstallerNamed' } : undefined,
  )
}

/** Entities whose offers the receiver takes without being asked, up to block `to`. */
export async function readAcceptedFrom(registry: ChainRegistry, toId: string, to: number): Promise<NamedEntity[]> {
  return standing(await eventsOf(registry, topicsOf('AdvanceAcceptanceSet', toId), to), ({ eventName, args }) =>
    eventName === 'AdvanceAcceptanceSet' ? { entityId: args.fromId, stands: args.accepted } : undefined,
  )
}

async function eventsOf(registry: ChainRegistry, topics: Hex[], to: number): Promise<RegistryEvent[]> {
  const found: RegistryEvent[] = []
  for await (const events of readEvents(registry, { to, topics })) found.push(...events)
  return found
}

/** The last event of each entity counts. */
function standing(events: RegistryEvent[], read: (event: RegistryEvent) => { entityId: Hex; stands: boolean } | undefined): NamedEntity[] {
  const found = new Map<string, NamedEntity>()
  events.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
  for (const event of events) {
    const change = read(event)
    const entity_id = change?.entityId.toLowerCase() ?? ''
    if (change?.stands === true) found.set(entity_id, { entity_id, block: Number(event.blockNumber) })
    else found.delete(entity_id)
  }
  return [...found.values()]
}
