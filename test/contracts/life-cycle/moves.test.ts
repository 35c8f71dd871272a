import { expect } from 'chai'
import { reason } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { act, lifeWorld, ownersOf, refused, tomorrow } from './world.ts'

const { loadFixture } = networkHelpers
const why = reason('keyCompromise')

describe('keys that are moved by motion', () => {
  it('change hands without their owner, who may be suspended', async () => {
    const world = await loadFixture(lifeWorld)
    const { entities, keys, actors, oemKeys, oemLot } = world
    const ids = oemKeys.slice(0, 2)
    await entities.connect(actors.registrar).suspend(actors.oem)
    expect(await act(world, 'board', 'moveKeys', actors.oem, actors.distributor, ids)).to.deep.equal([
      ['KeysTransferred', actors.oem.address, actors.distributor.address, 0n, 5n, ids],
    ])
    expect(await ownersOf(world, oemKeys)).to.deep.equal([actors.distributor.address, actors.distributor.address, actors.oem.address])
    expect((await keys.lot(oemLot)).followerCount).to.equal(1)
  })

  it('keep status and installation', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys } = world
    const [installed, suspended, revoked] = oemKeys as [string, string, string]
    await act(world, 'oem', 'installKeys', [installed])
    await act(world, 'chipMaker', 'reportKeys', [suspended], why)
    await act(world, 'oem', 'revokeKeys', [revoked], why)
    const before = await Promise.all(oemKeys.map((id) => keys.key(id)))
    await act(world, 'board', 'moveKeys', actors.oem, actors.distributor, oemKeys)
    for (const [index, id] of oemKeys.entries()) {
      const [was, is] = [before[index]!, await keys.key(id)]
      for (const field of ['status', 'statusBy', 'statusSince', 'installedAt', 'registeredAt'] as const)
        expect(is[field]).to.equal(was[field])
      expect(is.ownerId).to.equal(actors.distributor.address)
    }
  })

  it('leave the offer that they were in, which can then only be withdrawn', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys } = world
    const id = oemKeys[0]!
    await act(world, 'oem', 'offerKeys', oemKeys, actors.utility, await tomorrow())
    await act(world, 'board', 'moveKeys', actors.oem, actors.distributor, [id])
    expect((await keys.key(id)).isOffered).to.equal(false)
    await refused(world, ['utility', 'acceptKeys', 1, oemKeys], 'KeyRegistryNotOwner', id, actors.oem)
    await act(world, 'board', 'moveKeys', actors.distributor, actors.oem, [id])
    await refused(world, ['utility', 'acceptKeys', 1, oemKeys], 'KeyRegistryKeyNotOffered', id)
    await act(world, 'oem', 'offerKeys', [id], actors.distributor, await tomorrow())
    await refused(world, ['utility', 'acceptKeys', 1, oemKeys], 'KeyRegistryKeyNotOffered', id)
    await act(world, 'utility', 'withdrawOffer', 1, oemKeys)
    await act(world, 'distributor', 'acceptKeys', 2, [id])
  })

  it('are those of the named owner, not void, and go to another active entity', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, chipKeys, oemLot } = world
    const move = (from: unknown, to: unknown, ...ids: string[]) => ['board', 'moveKeys', from, to, ids] as const
    const { oem, distributor, suspendedMaker, intruder } = actors
    await refused(world, move(oem, distributor, oemKeys[0]!, chipKeys[0]!), 'KeyRegistryNotOwner', chipKeys[0], oem)
    await refused(world, move(oem, oem, oemKeys[0]!), 'KeyRegistryOfferToOwner', oem)
    await refused(world, move(oem, distributor), 'KeyRegistryKeysMissing')
    await refused(world, move(oem, suspendedMaker, oemKeys[0]!), 'EntityRegistryEntitySuspended', suspendedMaker)
    await refused(world, move(oem, intruder, oemKeys[0]!), 'EntityRegistryEntityUnknown', intruder)
    await act(world, 'board', 'voidKeys', oemKeys, why)
    await refused(world, move(oem, distributor, oemKeys[0]!), 'KeyRegistryStatusFinal', oemKeys[0], 6)
    const lot = await keys.lot(oemLot)
    expect([lot.keyCount, lot.followerCount]).to.deep.equal([0n, 0n])
  })

  it('stay while the lot that they follow is not active: the lot is moved', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'suspendLot', oemLot, why)
    await refused(world, ['board', 'moveKeys', actors.oem, actors.distributor, oemKeys], 'KeyRegistryLotNotActive', oemLot, 2)
    await act(world, 'board', 'moveLot', oemLot, actors.distributor)
    await act(world, 'distributor', 'reinstateLot', oemLot)
    expect(await ownersOf(world, oemKeys)).to.deep.equal(oemKeys.map(() => actors.distributor.address))
  })
})

describe('a lot that is moved by motion', () => {
  it('takes the keys along that follow it, reports the others, and closes', async () => {
    const world = await loadFixture(lifeWorld)
    const { entities, keys, actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'installKeys', oemKeys.slice(0, 1))
    await entities.connect(actors.registrar).suspend(actors.oem)
    expect(await act(world, 'board', 'moveLot', oemLot, actors.distributor)).to.deep.equal([
      ['LotTransferred', oemLot, actors.oem.address, actors.distributor.address, 0n, 5n, 2n, 1n],
    ])
    expect(await ownersOf(world, oemKeys.slice(0, 2))).to.deep.equal([actors.oem.address, actors.distributor.address])
    expect((await keys.lot(oemLot)).takesKeys).to.equal(false)
  })

  it('leaves the offer that it was in, which is withdrawn, so that its next owner can offer it', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemLot } = world
    await act(world, 'oem', 'offerLot', oemLot, actors.utility, await tomorrow())
    const events = await act(world, 'board', 'moveLot', oemLot, actors.distributor)
    expect(events[0]).to.deep.equal(['OfferWithdrawn', 1n, `0x${'0'.repeat(40)}`])
    expect(events.map(([name]) => name)).to.deep.equal(['OfferWithdrawn', 'LotTransferred'])
    await refused(world, ['utility', 'acceptLot', 1], 'KeyRegistryOfferClosed', 1, 3)
    await refused(world, ['oem', 'withdrawOffer', 1, []], 'KeyRegistryOfferClosed', 1, 3)
    await act(world, 'distributor', 'offerLot', oemLot, actors.utility, await tomorrow())
    await act(world, 'utility', 'acceptLot', 2)
    expect((await keys.lot(oemLot)).takesKeys).to.equal(false)
  })

  it('is refused where it is not there, and to its owner or nobody', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemLot } = world
    await refused(world, ['board', 'moveLot', 9, actors.utility], 'KeyRegistryLotUnknown', 9)
    await refused(world, ['board', 'moveLot', oemLot, actors.oem], 'KeyRegistryOfferToOwner', actors.oem)
    await refused(world, ['board', 'moveLot', oemLot, actors.intruder], 'EntityRegistryEntityUnknown', actors.intruder)
    await refused(world, ['board', 'moveLot', oemLot, actors.suspendedMaker], 'EntityRegistryEntitySuspended', actors.suspendedMaker)
  })
})
