import { expect } from 'chai'
import type { ActorName } from '../support/actors.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { refusalOf } from '../support/refusal.ts'
import { day, keyedWorld, type KeyedWorld } from '../support/world.ts'

type Spare = { readonly id: string; readonly publicKey: string }

export type LifeWorld = KeyedWorld & {
  /** Keys of the OEM in a lot of their own, whose public keys are known, so that something can rotate to them. */
  readonly spares: readonly Spare[]
  readonly spareLot: bigint
  /** Every key that there is. */
  readonly allKeys: readonly string[]
}

/** What stands in for a signature: the chain only carries it. */
export const signature = '0x30440220'

/** The OEM's and the chip maker's lots of three keys, one of the OEM's with three spares; the OEM named the installer. */
export async function lifeWorld(): Promise<LifeWorld> {
  const world = await keyedWorld()
  const spares = [1, 2, 3].map((number) => {
    const publicKey = ethers.hexlify(ethers.toUtf8Bytes(`public key ${number}`))
    return { publicKey, id: ethers.sha256(publicKey) }
  })
  const ids = spares.map(({ id }) => id)
  await world.keys.connect(world.actors.oem).createKeys(world.processId, 0, ids)
  await act(world, 'oem', 'nameInstaller', world.actors.installer)
  return { ...world, spares, spareLot: 3n, allKeys: [...world.oemKeys, ...world.chipKeys, ...ids] }
}

/** When an offer ends that is made now. */
export async function tomorrow(): Promise<number> {
  return (await networkHelpers.time.latest()) + day
}

type Event = readonly [name: string, ...args: unknown[]]

/** Lets `actor` call the function; answers with what it announced. */
export async function act(world: KeyedWorld, actor: ActorName, name: string, ...args: readonly unknown[]): Promise<Event[]> {
  const { keys, actors } = world
  const response = await keys.connect(actors[actor]).getFunction(name)(...args)
  const { logs } = (await response.wait())!
  return logs.map((log: { topics: string[]; data: string }): Event => {
    const event = keys.interface.parseLog(log)!
    return [event.name, ...event.args.toArray(true)]
  })
}

/** The whole state of keys, lots and offers. */
async function standing({ keys, allKeys }: LifeWorld) {
  const upTo = (count: bigint) => Array.from({ length: Number(count) }, (_, index) => index + 1)
  return {
    keys: await Promise.all(allKeys.map((id) => keys.keyWord(id))),
    lots: await Promise.all(upTo(await keys.lotCount()).map((id) => keys.lot(id))),
    offers: await Promise.all(upTo(await keys.offerCount()).map((id) => keys.offer(id))),
    successors: await Promise.all(allKeys.map((id) => keys.successorOf(id))),
    predecessors: await Promise.all(allKeys.map((id) => keys.predecessorOf(id))),
  }
}

/** Expects that the call is refused with this error, and that nothing changed. */
export async function refused(
  world: LifeWorld,
  call: readonly [actor: ActorName, name: string, ...args: unknown[]],
  error: string,
  ...values: readonly unknown[]
): Promise<void> {
  const [actor, name, ...args] = call
  const before = await standing(world)
  const refusal = await refusalOf(world.keys.connect(world.actors[actor]).getFunction(name)(...args))
  expect([refusal?.name, ...(refusal?.args ?? [])]).to.deep.equal([error, ...values.map(word)])
  expect(await standing(world)).to.deep.equal(before)
}

function word(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value)
  return typeof value === 'object' && value !== null && 'address' in value ? value.address : value
}

/** Entity ids of the keys' owners. */
export async function ownersOf({ keys }: LifeWorld, ids: readonly string[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await keys.key(id)).ownerId))
}
