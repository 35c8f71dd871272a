import { expect } from 'chai'
import { keyIds, reason } from '../support/inputs.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { day } from '../support/world.ts'
import { act, lifeWorld, ownersOf, refused, signature, tomorrow, type LifeWorld } from './world.ts'

const { loadFixture, time } = networkHelpers
const why = reason('keyCompromise')
const none = ethers.ZeroHash
const superseded = BigInt(reason('superseded'))

/** `id` rotates to the spare of this number. */
function rotation({ spares }: LifeWorld, id: string, number = 0, overlap = 30 * day) {
  const { id: successor, publicKey } = spares[number]!
  return ['oem', 'rotateKey', id, successor, overlap, publicKey, signature] as const
}

describe('rotation', () => {
  it('announces successor, end of the overlap, public key and signature', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys, spares } = world
    const [id, next] = [oemKeys[0]!, spares[0]!]
    const events = await act(world, ...rotation(world, id))
    const end = BigInt((await time.latest()) + 30 * day)
    expect(events).to.deep.equal([['KeyRotated', id, next.id, end, next.publicKey, signature]])
    expect(await keys.successorOf(id)).to.deep.equal([next.id, end])
    expect([await keys.predecessorOf(next.id), await keys.predecessorOf(id)]).to.deep.equal([id, none])
    expect(await keys.successorOf(next.id)).to.deep.equal([none, 0n])
    const block = BigInt(await networkHelpers.time.latestBlock())
    expect([await keys.rotationBlockOf(id), await keys.rotationBlockOf(next.id)]).to.deep.equal([block, 0n])
    const info = await world.lens.getKeyInfo(id)
    expect([info.successorId, info.supersededAt, info.predecessorId]).to.deep.equal([next.id, end, none])
    expect((await world.lens.getKeyInfo(next.id)).predecessorId).to.equal(id)
  })

  it('leaves both keys good until the overlap ends, to the second', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys, spares } = world
    const id = oemKeys[0]!
    await act(world, ...rotation(world, id))
    const [, end] = await keys.successorOf(id)
    await time.increaseTo(end - 1n)
    expect(await keys.effectiveStatus(id)).to.deep.equal([1n, 0n])
    await time.increaseTo(end)
    expect(await keys.effectiveStatus(id)).to.deep.equal([5n, superseded])
    const key = await keys.key(id)
    expect([key.status, key.statusBy, key.statusReason, key.statusSince]).to.deep.equal([5n, 1n, superseded, end])
    expect(await keys.effectiveStatus(spares[0]!.id)).to.deep.equal([1n, 0n])
  })

  it('without an overlap supersedes at once, and with more than 366 days is refused', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys } = world
    const [id, next] = oemKeys as [string, string]
    await refused(world, rotation(world, id, 0, 366 * day + 1), 'KeyRegistryOverlapTooLong', 366 * day + 1, 366 * day)
    await act(world, ...rotation(world, next, 1, 366 * day))
    await act(world, ...rotation(world, id, 0, 0))
    expect(await keys.effectiveStatus(id)).to.deep.equal([5n, superseded])
  })

  it('of an installed key installs its successor', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, spares, spareLot } = world
    const id = oemKeys[0]!
    await act(world, 'installer', 'installKeys', [id])
    const events = await act(world, ...rotation(world, id))
    expect(events.slice(1)).to.deep.equal([['KeysInstalled', actors.oem.address, actors.oem.address, [spares[0]!.id]]])
    const next = await keys.key(spares[0]!.id)
    expect([next.installedAt, next.followsLot]).to.deep.equal([BigInt(await time.latest()), false])
    expect((await keys.lot(spareLot)).followerCount).to.equal(2)
  })

  it('goes on from successor to successor, and never back', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys, spares } = world
    const id = oemKeys[0]!
    await act(world, ...rotation(world, id, 0))
    await act(world, ...rotation(world, spares[0]!.id, 1))
    await refused(world, rotation(world, spares[1]!.id, 0), 'KeyRegistryKeyRotated', spares[0]!.id, spares[1]!.id)
    await act(world, ...rotation(world, spares[1]!.id, 2))
    expect(await Promise.all(spares.map(({ id: each }) => keys.predecessorOf(each)))).to.deep.equal([id, spares[0]!.id, spares[1]!.id])
  })

  it('goes to a key of another process of the same owner', async () => {
    const world = await loadFixture(lifeWorld)
    const { processes, assessments, keys, actors, oemKeys } = world
    await processes.connect(actors.oem).create()
    for (const series of [1, 2]) await assessments.connect(actors.lab).linkSeries(2, series)
    const publicKey = '0xabcd'
    const id = ethers.sha256(publicKey)
    await act(world, 'oem', 'createKeys', 2, 0, [id])
    await act(world, 'oem', 'rotateKey', oemKeys[0], id, 0, publicKey, signature)
    expect((await keys.key((await keys.successorOf(oemKeys[0]!)).successorId)).processId).to.equal(2)
  })

  it('is refused to itself, to a key of another owner, and to one that is not registered', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, spares } = world
    const [id] = oemKeys as [string]
    const { id: next, publicKey } = spares[0]!
    await refused(world, ['oem', 'rotateKey', next, next, 0, publicKey, signature], 'KeyRegistryRotationToItself', next)
    await act(world, 'board', 'moveKeys', actors.oem, actors.otherOem, [next])
    await refused(world, rotation(world, id), 'KeyRegistryNotOwner', next, actors.oem)
    await refused(world, ['otherOem', ...rotation(world, id).slice(1)] as never, 'KeyRegistryNotOwner', id, actors.otherOem)
    const unknown = ethers.sha256('0x01')
    await refused(world, ['oem', 'rotateKey', id, unknown, 0, '0x01', signature], 'KeyRegistryKeyUnknown', unknown)
    const nobodys = keyIds(1, 'unknown')[0]!
    await refused(world, rotation(world, nobodys, 1), 'KeyRegistryKeyUnknown', nobodys)
  })

  it('is refused to and from a key that has fallen or is suspended, by itself or otherwise', async () => {
    const world = await loadFixture(lifeWorld)
    const { oemKeys, spares, spareLot, oemLot } = world
    const [id, other] = oemKeys as [string, string]
    await act(world, 'oem', 'retireKeys', [spares[0]!.id])
    await refused(world, rotation(world, id), 'KeyRegistryKeyNotActive', spares[0]!.id, 4)
    await act(world, 'chipMaker', 'reportKeys', [other], why)
    await refused(world, rotation(world, other, 1), 'KeyRegistryKeyNotActive', other, 2)
    await act(world, 'oem', 'suspendLot', spareLot, why)
    await refused(world, rotation(world, id, 1), 'KeyRegistryKeyNotActive', spares[1]!.id, 2)
    await act(world, 'oem', 'reinstateLot', spareLot)
    await act(world, 'oem', 'revokeLot', oemLot, why)
    await refused(world, rotation(world, id, 1), 'KeyRegistryKeyNotActive', id, 3)
  })

  it('is refused under a process that is suspended, with every key of it', async () => {
    const world = await loadFixture(lifeWorld)
    const { processes, actors, oemKeys, processId } = world
    await processes.connect(actors.regulator).suspendAsRegulator(processId, why)
    await refused(world, rotation(world, oemKeys[0]!), 'KeyRegistryKeyNotActive', oemKeys[0], 2)
  })

  it('is refused of a key that has a successor, and to one that has a predecessor', async () => {
    const world = await loadFixture(lifeWorld)
    const { oemKeys, spares } = world
    const [id, other] = oemKeys as [string, string]
    await act(world, ...rotation(world, id))
    await refused(world, rotation(world, id, 1), 'KeyRegistryKeyRotated', id, spares[0]!.id)
    await refused(world, rotation(world, other, 0), 'KeyRegistryKeySucceeds', spares[0]!.id, id)
    await time.increase(31 * day)
    await refused(world, rotation(world, id, 1), 'KeyRegistryKeyNotActive', id, 5)
  })

  it('is refused with a key in an offer, on either side', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, spares } = world
    await act(world, 'oem', 'offerKeys', [oemKeys[0], spares[1]!.id], actors.utility, await tomorrow())
    await refused(world, rotation(world, oemKeys[0]!), 'KeyRegistryKeyOffered', oemKeys[0])
    await refused(world, rotation(world, oemKeys[1]!, 1), 'KeyRegistryKeyOffered', spares[1]!.id)
  })

  it('is refused without a signature, and with a public key that is not the successor’s', async () => {
    const world = await loadFixture(lifeWorld)
    const { oemKeys, spares } = world
    const [one, two] = spares as [(typeof spares)[number], (typeof spares)[number]]
    const rotate = (publicKey: string, signed: string) => ['oem', 'rotateKey', oemKeys[0], one.id, 0, publicKey, signed] as const
    await refused(world, rotate(one.publicKey, '0x'), 'KeyRegistrySignatureMissing', one.id)
    for (const wrong of [two.publicKey, '0x', `${one.publicKey}00`]) {
      await refused(world, rotate(wrong, signature), 'KeyRegistryPublicKeyWrong', one.id)
    }
  })
})

describe('a rotated key', () => {
  it('can fall before its overlap ends, and stays what it then is', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys } = world
    const id = oemKeys[0]!
    await act(world, ...rotation(world, id))
    await act(world, 'oem', 'revokeKeys', [id], why)
    await time.increase(31 * day)
    expect(await keys.effectiveStatus(id)).to.deep.equal([3n, BigInt(why)])
  })

  it('that is superseded is neither suspended nor revoked nor installed any more', async () => {
    const world = await loadFixture(lifeWorld)
    const { oemKeys } = world
    const id = oemKeys[0]!
    await act(world, ...rotation(world, id, 0, 0))
    for (const [actor, name, ...rest] of [
      ['oem', 'suspendKeys', why],
      ['oem', 'reinstateKeys'],
      ['oem', 'revokeKeys', why],
      ['oem', 'retireKeys'],
      ['chipMaker', 'reportKeys', why],
      ['regulator', 'suspendKeysAsRegulator', why],
      ['board', 'reinstateKeysAsBoard'],
      ['oem', 'installKeys'],
    ] as const) {
      await refused(world, [actor, name, [id], ...rest], 'KeyRegistryStatusFinal', id, 5)
    }
  })

  it('stays superseded when its successor falls, also when that was a mistake', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys, spares } = world
    const [id, next] = [oemKeys[0]!, spares[0]!.id]
    await act(world, ...rotation(world, id, 0, 0))
    const [, end] = await keys.successorOf(id)
    await act(world, 'board', 'voidKeys', [next], why)
    expect(await keys.effectiveStatus(id)).to.deep.equal([5n, superseded])
    expect(await keys.successorOf(id)).to.deep.equal([none, end])
    expect(await keys.predecessorOf(next)).to.equal(none)
  })

  it('that is made void is in no chain any more, and begins anew when it is registered again', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, processId, spares } = world
    const [one, two, three] = spares.map(({ id }) => id) as [string, string, string]
    await act(world, ...rotation(world, one, 1))
    await act(world, 'board', 'voidKeys', [one], why)
    expect([...(await keys.successorOf(one)), await keys.predecessorOf(two)]).to.deep.equal([none, 0n, none])
    await act(world, 'oem', 'createKeys', processId, 0, [one])
    expect(await keys.successorOf(one)).to.deep.equal([none, 0n])
    await act(world, ...rotation(world, two, 0))
    expect(await keys.predecessorOf(one)).to.equal(two)
    await act(world, ...rotation(world, one, 2))
    expect([await keys.predecessorOf(three), await keys.predecessorOf(two)]).to.deep.equal([one, none])
  })

  it('keeps a successor’s new predecessor when it is made void itself', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, processId, oemKeys, spares } = world
    const [first, second] = oemKeys as [string, string]
    const next = spares[0]!.id
    await act(world, ...rotation(world, first))
    await act(world, 'board', 'voidKeys', [next], why)
    await act(world, 'oem', 'createKeys', processId, 0, [next])
    await act(world, ...rotation(world, second))
    await act(world, 'board', 'voidKeys', [first], why)
    expect(await keys.predecessorOf(next)).to.equal(second)
    expect((await keys.successorOf(second)).successorId).to.equal(next)
  })

  it('goes with its lot, and its successor with its own', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, oemLot, spares } = world
    await act(world, ...rotation(world, oemKeys[0]!))
    await act(world, 'oem', 'offerLot', oemLot, actors.utility, await tomorrow())
    await act(world, 'utility', 'acceptLot', 1)
    expect(await ownersOf(world, [oemKeys[0]!, spares[0]!.id])).to.deep.equal([actors.utility.address, actors.oem.address])
  })
})
