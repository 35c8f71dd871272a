import { getAbiItem, numberToHex, pad, toEventSelector } from 'viem'
import type { Hex } from '../../../domain/fields.ts'
import { keyRegistryAbi } from '../../abi/key-registry.generated.ts'
import { processRegistryAbi } from '../../abi/process-registry.generated.ts'
import type { ChainRegistry } from '../../registry.ts'
import { readEvents, type RegistryEvent } from '../events.ts'
import { keysCreatedTopics } from '../key-list.ts'
import type { Topics } from '../logs.ts'

const selectorsOf = (...names: EventName[]) => names.map((name) => toEventSelector(getAbiItem({ abi: keyRegistryAbi, name })))
type EventName = Extract<(typeof keyRegistryAbi)[number], { type: 'event' }>['name']

const processEvents = (['ProcessSuspended', 'ProcessReinstated', 'ProcessRevoked'] as const).map((name) =>
  toEventSelector(getAbiItem({ abi: processRegistryAbi, name })),
)
const ofNumber = (value: number) => numberToHex(value, { size: 32 })
const ofAddress = (value: Hex) => pad(value, { size: 32 })

/**
 * Events that may concern a key up to block `to`, in the chain's order, each once. What names the key is asked for by its id; what names it
 * only in a list, by who owned it: from owner to owner, beginning with who registered it.
 * @param lotId of an entry that was never void: it stood in no other
 */
export async function readKeyEvents(registry: ChainRegistry, keyId: Hex, lotId: string | undefined, to: number): Promise<RegistryEvent[]> {
  const found = new Map<string, RegistryEvent>()
  const read = async (topics: Topics) => {
    const fresh: RegistryEvent[] = []
    for await (const events of readEvents(registry, { to, topics })) {
      for (const event of events) {
        if ('keyIds' in event.args && event.args.keyIds.length > 0 && !event.args.keyIds.includes(keyId)) continue
        found.set(`${event.blockNumber}:${event.logIndex}`, event)
        fresh.push(event)
      }
    }
    return fresh
  }

  const registrations = (await read(keysCreatedTopics(lotId === undefined ? {} : { lotId }))).filter(isOf('KeysCreated'))
  await read([selectorsOf('KeyStatusChanged', 'KeyReplaced', 'KeyRotated'), keyId])
  await read([selectorsOf('KeyReplaced', 'KeyRotated'), null, keyId])
  const lots = [...new Set(registrations.map(({ args }) => args.lotId))].map(ofNumber)
  const ofLots = await read([selectorsOf('LotSuspended', 'LotReinstated', 'LotOwnerStateSet', 'LotTransferred'), lots])
  await read([processEvents, [...new Set(registrations.map(({ args }) => args.processId))].map(ofNumber)])

  const owners = new Set<Hex>(registrations.map(({ args }) => args.ownerId))
  for (const { args } of ofLots.filter(isOf('LotTransferred'))) owners.add(args.toId)
  const offers: number[] = []
  // a set takes what is added while it is walked through
  for (const owner of owners) {
    const ofOwner = await read([selectorsOf('KeysTransferred', 'KeysInstalled', 'KeysReturned'), ofAddress(owner)])
    for (const { args } of ofOwner.filter(isOf('KeysTransferred'))) owners.add(args.toId)
    offers.push(
      ...(await read([selectorsOf('OfferMade'), null, ofAddress(owner)])).filter(isOf('OfferMade')).map(({ args }) => args.offerId),
    )
  }
  if (offers.length > 0) await read([selectorsOf('OfferAccepted', 'OfferWithdrawn'), offers.map(ofNumber)])
  return [...found.values()].sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
}

const isOf =
  <N extends RegistryEvent['eventName']>(name: N) =>
  (event: RegistryEvent): event is Extract<RegistryEvent, { eventName: N }> =>
    event.eventName === name
