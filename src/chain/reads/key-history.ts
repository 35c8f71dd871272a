import { getAbiItem, toEventSelector } from 'viem'
import { authorities, fromCode, keyReasons, statuses, type Authority, type KeyReason, type Status } from '../../domain/enumerations.ts'
import type { Hex } from '../../domain/fields.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import type { ChainRegistry } from '../registry.ts'
import { readBlock } from './block.ts'
import { readEvents, type RegistryEvent } from './events.ts'
import { keysCreatedTopics } from './key-list.ts'
import { readKeyInfo } from './key-info.ts'

/** One thing that happened to a key itself; what happened to its lot, process and assessments is their history. */
export type KeyEvent = {
  readonly event: string
  readonly block: number
  readonly time: string
  readonly transaction: Hex
  readonly status?: Status
  readonly reason?: KeyReason
  readonly by?: Authority
  readonly owner_id?: string
  readonly process_id?: string
  readonly lot_id?: string
}

/** Everything that happened to a key up to block `to`, oldest first; empty where it was never registered. */
export async function readKeyHistory(registry: ChainRegistry, keyId: Hex, to: number): Promise<KeyEvent[]> {
  const info = await readKeyInfo(registry, keyId, to)
  if (info === undefined) return []
  // an entry that was void before may have stood in any lot
  const created = keysCreatedTopics(info.key.was_void ? {} : { lotId: info.key.lot_id })
  const changed = [toEventSelector(getAbiItem({ abi: keyRegistryAbi, name: 'KeyStatusChanged' })), keyId]
  const found: RegistryEvent[] = []
  for (const topics of [created, changed]) for await (const events of readEvents(registry, { to, topics })) found.push(...events)

  const own = found.filter(({ eventName, args }) => eventName === 'KeyStatusChanged' || ('keyIds' in args && args.keyIds.includes(keyId)))
  own.sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
  const times = new Map<number, string>()
  for (const { blockNumber } of own) {
    const block = Number(blockNumber)
    if (!times.has(block)) times.set(block, (await readBlock(registry.client, block)).time)
  }
  return own.map((event) => describe(event, times))
}

function describe(event: RegistryEvent, times: ReadonlyMap<number, string>): KeyEvent {
  const block = Number(event.blockNumber)
  const shared = { event: event.eventName, block, time: times.get(block) ?? '', transaction: event.transactionHash }
  if (event.eventName === 'KeysCreated') {
    const { processId, lotId, ownerId } = event.args
    const record = { process_id: String(processId), lot_id: String(lotId), owner_id: ownerId.toLowerCase() }
    return { ...shared, status: 'active', ...record }
  }
  if (event.eventName !== 'KeyStatusChanged') return shared
  const status = fromCode(statuses, event.args.status)
  const reason = fromCode(keyReasons, event.args.reason)
  const by = fromCode(authorities, event.args.by)
  return { ...shared, ...(status !== undefined && { status }), ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) }
}
