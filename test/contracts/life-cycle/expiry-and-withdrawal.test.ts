import { expect } from 'chai'
import { reason } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { day } from '../support/world.ts'
import { act, lifeWorld, ownersOf, refused, tomorrow, type LifeWorld } from './world.ts'

const { loadFixture, time } = networkHelpers
const why = reason('keyCompromise')

/** A list is offered to the distributor as offer 1, the spares' lot as offer 2, both until tomorrow. */
async function offeringWorld(): Promise<LifeWorld> {
  const world = await lifeWorld()
  await act(world, 'oem', 'offerKeys', world.oemKeys, world.actors.distributor, await tomorrow())
  await act(world, 'oem', 'offerLot', world.spareLot, world.actors.distributor, await tomorrow())
  return world
}

describe('the term of an offer', () => {
  it('lies in the future, at most 366 days ahead', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const now = await time.latest()
    for (const [name, what] of [
      ['offerKeys', oemKeys],
      ['offerLot', oemLot],
    ] as const) {
      for (const wrong of [0, now, now + 1, now + 367 * day]) {
        await refused(world, ['oem', name, what, actors.distributor, wrong], 'KeyRegistryOfferTermInvalid', wrong)
      }
    }
    await time.setNextBlockTimestamp(now + 1000)
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, now + 1000 + 366 * day)
    await time.setNextBlockTimestamp(now + 2000)
    await act(world, 'oem', 'offerLot', oemLot, actors.distributor, now + 2001)
    expect(await keys.offerCount()).to.equal(2)
  })

  it('lets it be accepted up to its last second, not at its end', async () => {
    const world = await loadFixture(offeringWorld)
    const { keys, oemKeys } = world
    const { expiresAt } = await keys.offer(1)
    const accept = ['distributor', 'acceptKeys', 1, oemKeys] as const
    await time.setNextBlockTimestamp(expiresAt - 1n)
    await act(world, ...accept)

    const other = await loadFixture(offeringWorld)
    const until = (await other.keys.offer(1)).expiresAt
    await time.increaseTo(until - 1n)
    await refused(other, accept, 'KeyRegistryOfferExpired', 1, until)
    await time.increase(2 * day)
    await refused(other, accept, 'KeyRegistryOfferExpired', 1, until)
    await refused(other, ['distributor', 'acceptLot', 2], 'KeyRegistryOfferExpired', 2, (await other.keys.offer(2)).expiresAt)
  })

  it('does not end the offer: until it is withdrawn, its keys and its lot can be in no other one', async () => {
    const world = await loadFixture(offeringWorld)
    const { keys, actors, oemKeys, spareLot } = world
    await time.increase(2 * day)
    expect((await keys.offer(1)).state).to.equal(1)
    expect((await keys.key(oemKeys[0]!)).isOffered).to.equal(true)
    const until = await tomorrow()
    await refused(world, ['oem', 'offerKeys', oemKeys, actors.utility, until], 'KeyRegistryKeyOffered', oemKeys[0])
    await refused(world, ['oem', 'offerLot', spareLot, actors.utility, until], 'KeyRegistryLotOffered', spareLot)
    await act(world, 'oem', 'withdrawOffer', 1, oemKeys)
    await act(world, 'oem', 'withdrawOffer', 2, [])
    await act(world, 'oem', 'offerKeys', oemKeys, actors.utility, until)
    await act(world, 'oem', 'offerLot', spareLot, actors.utility, until)
  })
})

describe('withdrawal of an offer', () => {
  for (const [who, words] of [
    ['oem', 'by who made it'],
    ['distributor', 'by who declines it'],
  ] as const) {
    it(`${words} leaves owners as they are, and ends it`, async () => {
      const world = await loadFixture(offeringWorld)
      const { keys, actors, oemKeys } = world
      const before = await ownersOf(world, world.allKeys)
      expect(await act(world, who, 'withdrawOffer', 1, oemKeys)).to.deep.equal([['OfferWithdrawn', 1n, actors[who].address]])
      expect(await act(world, who, 'withdrawOffer', 2, [])).to.deep.equal([['OfferWithdrawn', 2n, actors[who].address]])
      expect(await ownersOf(world, world.allKeys)).to.deep.equal(before)
      expect([(await keys.offer(1)).state, (await keys.offer(2)).state]).to.deep.equal([3n, 3n])
      expect((await keys.key(oemKeys[0]!)).isOffered).to.equal(false)

      await refused(world, ['distributor', 'acceptKeys', 1, oemKeys], 'KeyRegistryOfferClosed', 1, 3)
      await refused(world, ['distributor', 'acceptLot', 2], 'KeyRegistryOfferClosed', 2, 3)
      await refused(world, [who, 'withdrawOffer', 1, oemKeys], 'KeyRegistryOfferClosed', 1, 3)
    })
  }

  it('is for its two sides alone', async () => {
    const world = await loadFixture(offeringWorld)
    const { actors, oemKeys } = world
    await refused(world, ['chipMaker', 'withdrawOffer', 1, oemKeys], 'KeyRegistryOfferNotParty', 1, actors.chipMaker)
    await refused(world, ['utility', 'withdrawOffer', 2, []], 'KeyRegistryOfferNotParty', 2, actors.utility)
  })

  it('names the keys that were offered', async () => {
    const world = await loadFixture(offeringWorld)
    await refused(world, ['oem', 'withdrawOffer', 1, []], 'KeyRegistryOfferKeysWrong', 1)
    await refused(world, ['oem', 'withdrawOffer', 1, world.chipKeys], 'KeyRegistryOfferKeysWrong', 1)
  })

  it('is refused of what was never offered, or accepted', async () => {
    const world = await loadFixture(offeringWorld)
    const { keys, oemKeys } = world
    await act(world, 'distributor', 'acceptKeys', 1, oemKeys)
    await refused(world, ['oem', 'withdrawOffer', 1, oemKeys], 'KeyRegistryOfferClosed', 1, 2)
    for (const call of [
      ['withdrawOffer', 3, []],
      ['acceptKeys', 3, []],
      ['acceptLot', 0],
    ] as const) {
      await refused(world, ['oem', ...call], 'KeyRegistryOfferUnknown', call[1])
    }
    await expect(keys.offer(3)).to.be.revertedWithCustomError(keys, 'KeyRegistryOfferUnknown').withArgs(3)
  })

  it('goes on while one side is suspended: the other one ends it', async () => {
    const world = await loadFixture(offeringWorld)
    const { entities, actors, oemKeys } = world
    await entities.connect(actors.registrar).suspend(actors.oem)
    await refused(world, ['oem', 'withdrawOffer', 1, oemKeys], 'EntityRegistryEntitySuspended', actors.oem)
    await act(world, 'distributor', 'withdrawOffer', 1, oemKeys)
  })

  it('does not touch a key that was registered anew since', async () => {
    const world = await loadFixture(offeringWorld)
    const { keys, actors, oemKeys, processId } = world
    await act(world, 'board', 'voidKeys', oemKeys, why)
    await act(world, 'chipMaker', 'createKeys', processId, 0, oemKeys)
    await act(world, 'chipMaker', 'offerKeys', oemKeys, actors.utility, await tomorrow())
    const before = await keys.keyWord(oemKeys[0]!)
    await act(world, 'oem', 'withdrawOffer', 1, oemKeys)
    expect(await keys.keyWord(oemKeys[0]!)).to.equal(before)
    await act(world, 'utility', 'acceptKeys', 3, oemKeys)
  })
})
