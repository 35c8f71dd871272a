import { expect } from 'chai'
import { keyIds, reason } from '../support/inputs.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { day } from '../support/world.ts'
import { act, lifeWorld, ownersOf, refused, signature, tomorrow } from './world.ts'

const { loadFixture, time } = networkHelpers
const why = reason('keyCompromise')

describe('an offer of a list of keys', () => {
  it('is counted from 1, and says who offers which keys to whom, and until when', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys } = world
    const until = await tomorrow()
    const ids = oemKeys.slice(0, 2)
    const events = await act(world, 'oem', 'offerKeys', ids, actors.distributor, until)
    expect(events).to.deep.equal([['OfferMade', 1n, actors.oem.address, actors.distributor.address, 0n, BigInt(until), ids]])
    const digest = ethers.keccak256(ethers.concat(ids))
    const offer = [1n, actors.oem.address, actors.distributor.address, 0n, 2n, BigInt(until), 1n, digest]
    expect([...(await keys.offer(1))]).to.deep.equal(offer)
    expect(await keys.offerCount()).to.equal(1)
    expect(await Promise.all(oemKeys.map(async (id) => (await keys.key(id)).isOffered))).to.deep.equal([true, true, false])
    expect(await ownersOf(world, ids)).to.deep.equal([actors.oem.address, actors.oem.address])
  })

  it('makes them the receiver’s when it accepts, apart from their lot', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const ids = oemKeys.slice(0, 2)
    await act(world, 'oem', 'offerKeys', ids, actors.distributor, await tomorrow())
    expect(await act(world, 'distributor', 'acceptKeys', 1, ids)).to.deep.equal([
      ['OfferAccepted', 1n],
      ['KeysTransferred', actors.oem.address, actors.distributor.address, 1n, 1n, ids],
    ])
    expect(await ownersOf(world, oemKeys)).to.deep.equal([actors.distributor.address, actors.distributor.address, actors.oem.address])
    const key = await keys.key(ids[0]!)
    expect([key.followsLot, key.isOffered, key.lotId]).to.deep.equal([false, false, oemLot])
    const lot = await keys.lot(oemLot)
    expect([lot.keyCount, lot.followerCount]).to.deep.equal([3n, 1n])
    expect((await keys.offer(1)).state).to.equal(2)
  })

  it('lets them be handed on again, and back', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const ids = oemKeys.slice(0, 1)
    for (const [number, [from, to]] of (
      [
        ['oem', 'distributor'],
        ['distributor', 'utility'],
        ['utility', 'oem'],
      ] as const
    ).entries()) {
      await act(world, from, 'offerKeys', ids, actors[to], await tomorrow())
      await act(world, to, 'acceptKeys', number + 1, ids)
      expect(await ownersOf(world, ids)).to.deep.equal([actors[to].address])
    }
    expect((await keys.lot(oemLot)).followerCount).to.equal(2)
    expect((await keys.key(ids[0]!)).followsLot).to.equal(false)
  })

  it('takes a key that is suspended, and it stays so', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys } = world
    await act(world, 'regulator', 'suspendKeysAsRegulator', oemKeys, why)
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    await act(world, 'distributor', 'acceptKeys', 1, oemKeys)
    const key = await keys.key(oemKeys[0]!)
    expect([key.status, key.statusBy]).to.deep.equal([2n, 4n])
  })

  it('is refused with a key that is not the caller’s, or not registered', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, chipKeys } = world
    const unknown = keyIds(1, 'unknown')[0]!
    const offer = async (...ids: string[]) => ['oem', 'offerKeys', ids, actors.distributor, await tomorrow()] as const
    await refused(world, await offer(...oemKeys, chipKeys[0]!), 'KeyRegistryNotOwner', chipKeys[0], actors.oem)
    await refused(world, await offer(oemKeys[0]!, unknown), 'KeyRegistryKeyUnknown', unknown)
    await refused(world, await offer(), 'KeyRegistryKeysMissing')
  })

  it('is refused with a key that is offered already, also within the same list', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys } = world
    const [first, second] = oemKeys as [string, string]
    const until = await tomorrow()
    await refused(world, ['oem', 'offerKeys', [first, second, first], actors.distributor, until], 'KeyRegistryKeyOffered', first)
    await act(world, 'oem', 'offerKeys', [first], actors.distributor, until)
    await refused(world, ['oem', 'offerKeys', [second, first], actors.utility, until], 'KeyRegistryKeyOffered', first)
  })

  it('is refused with a key that is final, installed or rotated', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, spares } = world
    const [revoked, installed, rotated] = oemKeys as [string, string, string]
    await act(world, 'oem', 'revokeKeys', [revoked], why)
    await act(world, 'oem', 'installKeys', [installed])
    await act(world, 'oem', 'rotateKey', rotated, spares[0]!.id, day, spares[0]!.publicKey, signature)
    const offer = async (id: string) => ['oem', 'offerKeys', [spares[1]!.id, id], actors.distributor, await tomorrow()] as const
    await refused(world, await offer(revoked), 'KeyRegistryStatusFinal', revoked, 3)
    await refused(world, await offer(installed), 'KeyRegistryKeyInstalled', installed)
    await refused(world, await offer(rotated), 'KeyRegistryKeyRotated', rotated, spares[0]!.id)
    await time.increase(2 * day)
    await refused(world, await offer(rotated), 'KeyRegistryStatusFinal', rotated, 5)
  })

  it('is refused while the lot that a key follows is not active', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, oemLot } = world
    const offer = async () => ['oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow()] as const
    await act(world, 'oem', 'suspendLot', oemLot, why)
    await refused(world, await offer(), 'KeyRegistryLotNotActive', oemLot, 2)
    await act(world, 'oem', 'retireLot', oemLot)
    await refused(world, await offer(), 'KeyRegistryLotNotActive', oemLot, 4)
  })

  it('is refused to nobody, to a suspended entity, and to the owner itself', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys } = world
    const offer = async (to: unknown) => ['oem', 'offerKeys', oemKeys, to, await tomorrow()] as const
    await refused(world, await offer(actors.intruder), 'EntityRegistryEntityUnknown', actors.intruder)
    await refused(world, await offer(actors.suspendedMaker), 'EntityRegistryEntitySuspended', actors.suspendedMaker)
    await refused(world, await offer(actors.oem), 'KeyRegistryOfferToOwner', actors.oem)
  })

  it('counts against the owner’s quota of records', async () => {
    const world = await loadFixture(lifeWorld)
    const { entities, keys, actors, oemKeys, oemLot } = world
    const used = async () => (await entities.quota(keys, actors.oem)).recordsUsed
    const before = await used()
    await act(world, 'oem', 'offerKeys', oemKeys.slice(0, 2), actors.distributor, await tomorrow())
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    expect(await used()).to.equal(before + 2n)
    await entities.connect(actors.registrar).setQuota(actors.oem, 0, before + 2n)
    const third = ['oem', 'offerKeys', oemKeys.slice(2), actors.distributor, await tomorrow()] as const
    const freeAt = (await entities.quota(keys, actors.oem)).freeAt
    await refused(world, third, 'EntityRegistryQuotaExceeded', actors.oem, 2, before + 2n, before + 2n, 1, freeAt)
  })
})

describe('acceptance of a list of keys', () => {
  it('takes all that were offered, in that order, or nothing', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys } = world
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    for (const wrong of [oemKeys.slice(1), [...oemKeys].reverse(), [...oemKeys, oemKeys[0]], []]) {
      await refused(world, ['distributor', 'acceptKeys', 1, wrong], 'KeyRegistryOfferKeysWrong', 1)
    }
  })

  it('is for the one to whom they were offered', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys } = world
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    for (const other of ['oem', 'utility', 'chipMaker'] as const) {
      await refused(world, [other, 'acceptKeys', 1, oemKeys], 'KeyRegistryOfferNotReceiver', 1, actors[other])
    }
    await refused(world, ['intruder', 'acceptKeys', 1, oemKeys], 'EntityRegistryControllerUnknown', actors.intruder)
  })

  it('is refused as that of a lot', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    await refused(world, ['distributor', 'acceptLot', 1], 'KeyRegistryOfferKindWrong', 1, false)
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
    await refused(world, ['distributor', 'acceptKeys', 2, []], 'KeyRegistryOfferKindWrong', 2, true)
  })

  it('is refused when an end has come to a key meanwhile, and the offer can then only be withdrawn', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys } = world
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    await act(world, 'oem', 'revokeKeys', [oemKeys[1]], why)
    await refused(world, ['distributor', 'acceptKeys', 1, oemKeys], 'KeyRegistryStatusFinal', oemKeys[1], 3)
    await act(world, 'oem', 'withdrawOffer', 1, oemKeys)
    expect(await Promise.all(oemKeys.map(async (id) => (await keys.key(id)).isOffered))).to.deep.equal([false, false, false])
  })

  it('is refused when a key was made void meanwhile, also when it was registered again', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, processId } = world
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    await act(world, 'board', 'voidKeys', [oemKeys[1]], why)
    await refused(world, ['distributor', 'acceptKeys', 1, oemKeys], 'KeyRegistryStatusFinal', oemKeys[1], 6)
    await act(world, 'oem', 'createKeys', processId, 0, [oemKeys[1]])
    await refused(world, ['distributor', 'acceptKeys', 1, oemKeys], 'KeyRegistryKeyNotOffered', oemKeys[1])
    await act(world, 'oem', 'offerKeys', [oemKeys[1]], actors.utility, await tomorrow())
    await refused(world, ['distributor', 'acceptKeys', 1, oemKeys], 'KeyRegistryKeyNotOffered', oemKeys[1])
    await act(world, 'distributor', 'withdrawOffer', 1, oemKeys)
    await act(world, 'utility', 'acceptKeys', 2, [oemKeys[1]])
  })

  it('is refused while the lot that a key follows is not active, and when the lot went to another', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys, oemLot } = world
    const accept = ['distributor', 'acceptKeys', 1, oemKeys] as const
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    await act(world, 'chipMaker', 'reportLot', oemLot, why)
    await refused(world, accept, 'KeyRegistryLotNotActive', oemLot, 2)
    await act(world, 'chipMaker', 'withdrawLotReport', oemLot)
    await act(world, 'oem', 'offerLot', oemLot, actors.utility, await tomorrow())
    await act(world, 'utility', 'acceptLot', 2)
    await refused(world, accept, 'KeyRegistryNotOwner', oemKeys[0], actors.oem)
  })

  it('is refused while either side is suspended', async () => {
    const world = await loadFixture(lifeWorld)
    const { entities, actors, oemKeys } = world
    const accept = ['distributor', 'acceptKeys', 1, oemKeys] as const
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    for (const side of ['oem', 'distributor'] as const) {
      await entities.connect(actors.registrar).suspend(actors[side])
      await refused(world, accept, 'EntityRegistryEntitySuspended', actors[side])
      await entities.connect(actors.registrar).reinstate(actors[side])
    }
    await act(world, ...accept)
  })
})
