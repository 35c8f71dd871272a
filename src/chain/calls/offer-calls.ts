import { encodeFunctionData } from 'viem'
import { toSeconds, type Hex } from '../../domain/fields.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { toCall, type ContractCall, type Contracts } from './contract-call.ts'

/** The keys' owner. @param keyIds at most `keysPerCall` @param expiresAt RFC 3339 */
export function offerKeys({ KeyRegistry }: Contracts, keyIds: readonly Hex[], toId: string, expiresAt: string): ContractCall {
  const args = [keyIds, toId as Hex, toSeconds(expiresAt)] as const
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'offerKeys', args }))
}

/** The lot's owner: the keys that follow it. @param expiresAt RFC 3339 */
export function offerLot({ KeyRegistry }: Contracts, lotId: string, toId: string, expiresAt: string): ContractCall {
  const args = [Number(lotId), toId as Hex, toSeconds(expiresAt)] as const
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'offerLot', args }))
}

/** What is accepted or withdrawn: all of it. `key_ids` as they were offered; none of a lot. */
export type OfferedKeys = { readonly offer_id: string; readonly lot_id: string | null; readonly key_ids: readonly Hex[] }

/** The receiver. */
export function acceptOffer({ KeyRegistry }: Contracts, { offer_id, lot_id, key_ids }: OfferedKeys): ContractCall {
  const data =
    lot_id === null
      ? encodeFunctionData({ abi, functionName: 'acceptKeys', args: [Number(offer_id), key_ids] })
      : encodeFunctionData({ abi, functionName: 'acceptLot', args: [Number(offer_id)] })
  return toCall(KeyRegistry, data)
}

/** Who made the offer, or the receiver, who so declines it. */
export function withdrawOffer({ KeyRegistry }: Contracts, { offer_id, key_ids }: OfferedKeys): ContractCall {
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'withdrawOffer', args: [Number(offer_id), key_ids] }))
}

/** A receiver: whatever `fromId` offers from now on is taken without being asked, or no longer. */
export function acceptInAdvance({ KeyRegistry }: Contracts, fromId: string, accepted: boolean): ContractCall {
  return toCall(KeyRegistry, encodeFunctionData({ abi, functionName: 'acceptInAdvance', args: [fromId as Hex, accepted] }))
}
