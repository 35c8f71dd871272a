import { ZeroHash, type LogDescription } from 'ethers'
import { ethers } from '../support/network.ts'
import type { LifeWorld } from './world.ts'

/** Who owns a key, where it is, and what follows on it. */
type Holding = {
  readonly owner: string
  readonly followsLot: boolean
  readonly isOffered: boolean
  readonly installedAt: bigint
  readonly successor: string
  readonly supersededAt: bigint
  readonly predecessor: string
}

/** The same as events tell it. `owner` null: the lot's; `offer` null: in none. */
type Entry = {
  lot: bigint
  owner: string | null
  offer: bigint | null
  installedAt: bigint
  successor: string
  supersededAt: bigint
  predecessor: string
}
type Index = {
  readonly keys: Map<string, Entry>
  readonly lotOwners: Map<bigint, string>
  /** offer: who made it. */
  readonly offers: Map<bigint, string>
}

/** By key, what the contract answers. */
export async function holdingsOnChain({ keys, allKeys }: LifeWorld): Promise<Map<string, Holding>> {
  const holdings = new Map<string, Holding>()
  for (const id of allKeys) {
    const { ownerId: owner, followsLot, isOffered, installedAt } = await keys.key(id)
    const [successor, supersededAt] = await keys.successorOf(id)
    holdings.set(id, { owner, followsLot, isOffered, installedAt, successor, supersededAt, predecessor: await keys.predecessorOf(id) })
  }
  return holdings
}

const installing = new Set(['KeysInstalled', 'KeyReplaced'])

/** By key, what follows from the events of the KeyRegistry alone. */
export async function holdingsFromEvents({ keys, allKeys }: LifeWorld): Promise<Map<string, Holding>> {
  const index: Index = { keys: new Map(), lotOwners: new Map(), offers: new Map() }
  let [block, time] = [-1, 0n]
  for (const log of await ethers.provider.getLogs({ fromBlock: 0, address: await keys.getAddress() })) {
    const event = keys.interface.parseLog(log)!
    // nothing else needs the time
    if (installing.has(event.name) && log.blockNumber !== block) {
      block = log.blockNumber
      time = BigInt((await ethers.provider.getBlock(block))!.timestamp)
    }
    apply(index, event, time)
  }
  return new Map(allKeys.map((id) => [id, holdingOf(index, id)]))
}

function ownerOf({ keys, lotOwners }: Index, id: string): string {
  const { owner, lot } = keys.get(id)!
  return owner ?? lotOwners.get(lot)!
}

function holdingOf(index: Index, id: string): Holding {
  const { owner, offer, installedAt, successor, supersededAt, predecessor } = index.keys.get(id)!
  const present = ownerOf(index, id)
  return {
    owner: present,
    followsLot: owner === null,
    isOffered: offer !== null && index.offers.get(offer) === present,
    installedAt,
    successor: successor !== ZeroHash && index.keys.get(successor)!.predecessor === id ? successor : ZeroHash,
    supersededAt,
    predecessor,
  }
}

function apply(index: Index, { name, args }: LogDescription, time: bigint): void {
  const { keys, lotOwners, offers } = index
  const change = (ids: readonly string[], how: Partial<Entry>) => ids.forEach((id) => Object.assign(keys.get(id)!, how))
  const install = (ids: readonly string[]) =>
    ids.forEach((id) => change([id], { installedAt: time, owner: ownerOf(index, id), offer: null }))
  const close = (offer: bigint) => keys.forEach((entry) => Object.assign(entry, entry.offer === offer ? { offer: null } : {}))
  const unlinked = { successor: ZeroHash, supersededAt: 0n, predecessor: ZeroHash }
  const events: Record<string, () => unknown> = {
    KeysCreated: () => {
      const lot: bigint = args['lotId']
      if (!lotOwners.has(lot)) lotOwners.set(lot, args['ownerId'])
      for (const id of args['keyIds']) keys.set(id, { lot, owner: null, offer: null, installedAt: 0n, ...unlinked })
    },
    OfferMade: () => {
      offers.set(args['offerId'], args['fromId'])
      change(args['keyIds'], { offer: args['offerId'] })
    },
    OfferWithdrawn: () => close(args['offerId']),
    KeysTransferred: () => change(args['keyIds'], { owner: args['toId'], offer: null }),
    LotTransferred: () => lotOwners.set(args['lotId'], args['toId']),
    KeysInstalled: () => install(args['keyIds']),
    KeysReturned: () => change(args['keyIds'], { installedAt: 0n }),
    KeyReplaced: () => {
      change([args['keyId']], { installedAt: 0n })
      install([args['replacementId']])
    },
    KeyRotated: () => {
      const { keyId, successorId: successor, supersededAt } = args
      change([keyId], { successor, supersededAt, offer: null })
      change([successor], { predecessor: keyId })
    },
    KeyStatusChanged: () => {
      if (args['status'] !== 6n) return
      const { successor } = keys.get(args['keyId'])!
      if (keys.get(successor)?.predecessor === args['keyId']) change([successor], { predecessor: ZeroHash })
      change([args['keyId']], { offer: null, ...unlinked })
    },
  }
  events[name]?.()
}
