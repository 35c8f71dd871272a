import { getAbiItem, numberToHex, pad, toEventSelector, type ContractFunctionReturnType } from 'viem'
import { offerStates } from '../../domain/enumerations.ts'
import { toTime, type Hex } from '../../domain/fields.ts'
import type { OfferRecord } from '../../domain/records.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { address, idOrNull, valueOf } from '../records/fields.ts'
import { atBlock, viewOrUndefined, type ChainRegistry } from '../registry.ts'
import { readEvents } from './events.ts'

export async function readOffer({ client, deployment }: ChainRegistry, offerId: string, block?: number): Promise<OfferRecord | undefined> {
  const call = { address: deployment.contracts.KeyRegistry.address, abi, functionName: 'offer', args: [Number(offerId)] } as const
  const answer = await viewOrUndefined(() => client.readContract({ ...call, ...atBlock(block) }))
  return answer === undefined || answer.state === 0 ? undefined : toOfferRecord(answer)
}

export type OfferFilter = {
  readonly offerId?: string | undefined
  readonly fromId?: string | undefined
  readonly toId?: string | undefined
}

/** An offer as it was made. `key_ids`: none of a lot. */
export type OfferMade = { readonly offer_id: string; readonly key_ids: readonly Hex[]; readonly block: number; readonly transaction: Hex }

/** Offers as they were made, oldest first, read from the events up to block `to`. */
export async function* readOffersMade(
  registry: ChainRegistry,
  { offerId, fromId, toId }: OfferFilter,
  to: number,
): AsyncGenerator<OfferMade> {
  const party = (id: string | undefined) => (id === undefined ? null : pad(id as Hex, { size: 32 }))
  const id = offerId === undefined ? null : numberToHex(BigInt(offerId), { size: 32 })
  const topics = [toEventSelector(getAbiItem({ abi, name: 'OfferMade' })), id, party(fromId), party(toId)]
  for await (const events of readEvents(registry, { to, topics })) {
    for (const { eventName, args, blockNumber, transactionHash } of events) {
      if (eventName !== 'OfferMade') continue
      yield { offer_id: String(args.offerId), key_ids: args.keyIds, block: Number(blockNumber), transaction: transactionHash }
    }
  }
}

/** The key ids of an offer, as they were offered; none of a lot. */
export async function readOfferedKeys(registry: ChainRegistry, offerId: string, to: number): Promise<readonly Hex[]> {
  for await (const { key_ids } of readOffersMade(registry, { offerId }, to)) return key_ids
  return []
}

/** The open offers in which a receiver is offered the key, by itself or in a list. */
export async function readOpenOffersOf(registry: ChainRegistry, keyId: Hex, toId: string, block: number): Promise<OfferRecord[]> {
  const found: OfferRecord[] = []
  for await (const { offer_id, key_ids } of readOffersMade(registry, { toId }, block)) {
    if (!key_ids.includes(keyId)) continue
    const record = await readOffer(registry, offer_id, block)
    if (record?.state === 'open') found.push(record)
  }
  return found
}

function toOfferRecord(offer: ContractFunctionReturnType<typeof abi, 'view', 'offer'>): OfferRecord {
  return {
    offer_id: String(offer.offerId),
    from_id: address(offer.fromId),
    to_id: address(offer.toId),
    lot_id: idOrNull(offer.lotId),
    key_count: offer.keyCount,
    state: valueOf(offerStates, offer.state, 'state'),
    expires_at: toTime(offer.expiresAt),
  }
}
