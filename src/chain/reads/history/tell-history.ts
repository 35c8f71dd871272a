import type { Hex } from '../../../domain/fields.ts'
import { ownersFrom, type KeyEvent, type KeyHistory } from '../../../domain/key-history.ts'
import type { Deployment } from '../../deployment.ts'
import type { RegistryEvent } from '../events.ts'
import { describeEvent } from './describe-event.ts'

/** What no event says: when its block was made, and which account sent its transaction. */
export type Circumstances = {
  timeOf(block: number): string | Promise<string>
  senderOf(transaction: Hex): string | Promise<string>
}

/** The history of a key in words, of the events that tell of it in the chain's order. */
export async function tellHistory(
  events: readonly RegistryEvent[],
  keyId: Hex,
  deployment: Deployment,
  { timeOf, senderOf }: Circumstances,
): Promise<KeyHistory> {
  const told: KeyEvent[] = []
  const [times, senders] = [new Map<number, string>(), new Map<Hex, string>()]
  for (const event of events) {
    const [block, transaction] = [Number(event.blockNumber), event.transactionHash]
    const time = times.get(block) ?? (await timeOf(block))
    const sent_by = senders.get(transaction) ?? (await senderOf(transaction))
    times.set(block, time)
    senders.set(transaction, sent_by)
    told.push({ event: event.eventName, block, time, transaction, sent_by, ...describeEvent(event, keyId, deployment) })
  }
  return { events: told, owners: ownersFrom(told) }
}
