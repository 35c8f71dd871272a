import { expect } from 'chai'
import { keyIds, reason } from '../support/inputs.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { act, lifeWorld, ownersOf, refused, tomorrow } from './world.ts'

const { loadFixture } = networkHelpers
const why = reason('keyCompromise')

describe('an offer of a lot', () => {
  it('names the lot, and counts the keys that follow it', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'installKeys', oemKeys.slice(0, 1))
    const until = await tomorrow()
    const events = await act(world, 'oem', 'offerLot', oemLot, actors.distributor, until)
    expect(events).to.deep.equal([['OfferMade', 1n, actors.oem.address, actors.distributor.address, oemLot, BigInt(until), []]])
    const offer = [1n, actors.oem.address, actors.distributor.address, oemLot, 2n, BigInt(until), 1n, ethers.ZeroHash]
    expect([...(await keys.offer(1))]).to.deep.equal(offer)
  })

  it('moves the keys that still follow it when it is accepted, and reports the others', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'installKeys', oemKeys.slice(0, 1))
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    expect(await act(world, 'distributor', 'acceptLot', 1)).to.deep.equal([
      ['OfferAccepted', 1n],
      ['LotTransferred', oemLot, actors.oem.address, actors.distributor.address, 1n, 1n, 2n, 1n],
    ])
    const { oem, distributor } = actors
    expect(await ownersOf(world, oemKeys)).to.deep.equal([oem.address, distributor.address, distributor.address])
    const lot = await keys.lot(oemLot)
    expect([lot.ownerId, lot.keyCount, lot.followerCount]).to.deep.equal([distributor.address, 3n, 2n])
  })

  it('takes no more keys while it is offered, and takes them again when the offer is withdrawn', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemLot, processId } = world
    const more = ['oem', 'createKeys', processId, oemLot, keyIds(1, 'more')] as const
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    expect((await keys.lot(oemLot)).takesKeys).to.equal(false)
    await refused(world, more, 'KeyRegistryLotOffered', oemLot)
    await act(world, 'oem', 'withdrawOffer', 1, [])
    expect((await keys.lot(oemLot)).takesKeys).to.equal(true)
    await act(world, ...more)
    expect((await keys.lot(oemLot)).followerCount).to.equal(4)
  })

  it('leaves a lot that changed hands closed to more keys, also when its next offer is withdrawn', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, chipLot, processId } = world
    await act(world, 'chipMaker', 'offerLot', chipLot, actors.oem, await tomorrow())
    await act(world, 'oem', 'acceptLot', 1)
    const more = ['oem', 'createKeys', processId, chipLot, keyIds(1, 'more')] as const
    await refused(world, more, 'KeyRegistryLotOffered', chipLot)
    await act(world, 'oem', 'offerLot', chipLot, actors.distributor, await tomorrow())
    await act(world, 'oem', 'withdrawOffer', 2, [])
    await refused(world, more, 'KeyRegistryLotOffered', chipLot)
    expect((await keys.lot(chipLot)).takesKeys).to.equal(false)
  })

  it('is refused for a lot that is not the caller’s, is not there, or is offered already', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, chipLot, oemLot } = world
    const offer = async (lot: bigint, to: unknown = actors.distributor) => ['oem', 'offerLot', lot, to, await tomorrow()] as const
    await refused(world, await offer(chipLot), 'KeyRegistryLotNotOwner', chipLot, actors.oem)
    await refused(world, await offer(9n), 'KeyRegistryLotUnknown', 9)
    await refused(world, await offer(oemLot, actors.oem), 'KeyRegistryOfferToOwner', actors.oem)
    await act(world, ...(await offer(oemLot)))
    await refused(world, await offer(oemLot), 'KeyRegistryLotOffered', oemLot)
    await refused(world, await offer(oemLot, actors.utility), 'KeyRegistryLotOffered', oemLot)
  })

  it('is refused while the lot is not active, whoever suspended it', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemLot } = world
    const offer = async () => ['oem', 'offerLot', oemLot, actors.distributor, await tomorrow()] as const
    const suspensions = [
      ['oem', 'suspendLot', 'reinstateLot'],
      ['chipMaker', 'reportLot', 'withdrawLotReport'],
      ['programmeManager', 'suspendLotAsProgrammeManager', 'reinstateLotAsProgrammeManager'],
      ['regulator', 'suspendLotAsRegulator', 'reinstateLotAsRegulator'],
    ] as const
    for (const [actor, suspend, reinstate] of suspensions) {
      await act(world, actor, suspend, oemLot, why)
      await refused(world, await offer(), 'KeyRegistryLotNotActive', oemLot, 2)
      await act(world, actor, reinstate, oemLot)
    }
    await act(world, ...(await offer()))
    await act(world, 'oem', 'revokeLot', oemLot, why)
    await refused(world, ['distributor', 'acceptLot', 1], 'KeyRegistryLotNotActive', oemLot, 3)
  })

  it('is accepted by its receiver alone, and once', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemLot } = world
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    await refused(world, ['utility', 'acceptLot', 1], 'KeyRegistryOfferNotReceiver', 1, actors.utility)
    await act(world, 'distributor', 'acceptLot', 1)
    await refused(world, ['distributor', 'acceptLot', 1], 'KeyRegistryOfferClosed', 1, 2)
  })

  it('does not stand in the way of the next owner, whose keys were in an offer of the former one', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const id = oemKeys[0]!
    await act(world, 'oem', 'offerKeys', [id], actors.utility, await tomorrow())
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    await act(world, 'distributor', 'acceptLot', 2)
    expect((await keys.key(id)).isOffered).to.equal(false)

    await act(world, 'distributor', 'offerKeys', [id], actors.otherOem, await tomorrow())
    expect((await keys.key(id)).isOffered).to.equal(true)
    await refused(world, ['utility', 'acceptKeys', 1, [id]], 'KeyRegistryNotOwner', id, actors.oem)
    await act(world, 'oem', 'withdrawOffer', 1, [id])
    expect((await keys.key(id)).isOffered).to.equal(true)
    await act(world, 'otherOem', 'acceptKeys', 3, [id])
    expect(await ownersOf(world, [id])).to.deep.equal([actors.otherOem.address])
  })

  it('with nobody following it any more moves nothing but itself', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'installKeys', oemKeys)
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    const events = await act(world, 'distributor', 'acceptLot', 1)
    expect(events[1]!.slice(-2)).to.deep.equal([0n, 3n])
    expect(await ownersOf(world, oemKeys)).to.deep.equal(oemKeys.map(() => actors.oem.address))
  })

  it('of which a key was made void counts it no more', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'installKeys', oemKeys.slice(0, 1))
    await act(world, 'board', 'voidKeys', oemKeys.slice(0, 2), why)
    const lot = await keys.lot(oemLot)
    expect([lot.keyCount, lot.followerCount]).to.deep.equal([1n, 1n])
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    expect((await act(world, 'distributor', 'acceptLot', 1))[1]!.slice(-2)).to.deep.equal([1n, 0n])
  })
})
