import { expect } from 'chai'
import { reason } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { act, lifeWorld, ownersOf, refused, tomorrow } from './world.ts'

const { loadFixture } = networkHelpers
const why = reason('keyCompromise')

/** The distributor takes whatever the OEM offers. */
async function trustingWorld() {
  const world = await lifeWorld()
  await act(world, 'distributor', 'acceptInAdvance', world.actors.oem, true)
  return world
}

describe('acceptance in advance', () => {
  it('is said of one sender, and taken back', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors } = world
    const { distributor, oem, utility } = actors
    expect(await act(world, 'distributor', 'acceptInAdvance', oem, true)).to.deep.equal([
      ['AdvanceAcceptanceSet', distributor.address, oem.address, true],
    ])
    expect(await act(world, 'distributor', 'acceptInAdvance', oem, true)).to.deep.equal([])
    const pairs = [[distributor, oem] as const, [oem, distributor] as const, [distributor, utility] as const, [utility, oem] as const]
    expect(await Promise.all(pairs.map(([to, from]) => keys.acceptsInAdvance(to, from)))).to.deep.equal([true, false, false, false])
    expect(await act(world, 'distributor', 'acceptInAdvance', oem, false)).to.deep.equal([
      ['AdvanceAcceptanceSet', distributor.address, oem.address, false],
    ])
    expect(await keys.acceptsInAdvance(distributor, oem)).to.equal(false)
    expect(await act(world, 'distributor', 'acceptInAdvance', oem, false)).to.deep.equal([])
  })

  it('hands a list on at once, without an offer', async () => {
    const world = await loadFixture(trustingWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const ids = oemKeys.slice(0, 2)
    expect(await act(world, 'oem', 'offerKeys', ids, actors.distributor, 0)).to.deep.equal([
      ['KeysTransferred', actors.oem.address, actors.distributor.address, 0n, 1n, ids],
    ])
    expect(await ownersOf(world, oemKeys)).to.deep.equal([actors.distributor.address, actors.distributor.address, actors.oem.address])
    expect(await keys.offerCount()).to.equal(0)
    expect((await keys.lot(oemLot)).followerCount).to.equal(1)
  })

  it('hands a lot on at once, and reports what went its own way', async () => {
    const world = await loadFixture(trustingWorld)
    const { keys, actors, oemKeys, oemLot } = world
    await act(world, 'oem', 'installKeys', oemKeys.slice(0, 1))
    expect(await act(world, 'oem', 'offerLot', oemLot, actors.distributor, 0)).to.deep.equal([
      ['LotTransferred', oemLot, actors.oem.address, actors.distributor.address, 0n, 1n, 2n, 1n],
    ])
    const lot = await keys.lot(oemLot)
    expect([lot.ownerId, lot.takesKeys]).to.deep.equal([actors.distributor.address, false])
  })

  it('is of no use to others, nor for the way back', async () => {
    const world = await loadFixture(trustingWorld)
    const { keys, actors, oemKeys, chipKeys } = world
    await act(world, 'chipMaker', 'offerKeys', chipKeys, actors.distributor, await tomorrow())
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, 0)
    await act(world, 'distributor', 'offerKeys', oemKeys, actors.oem, await tomorrow())
    expect(await keys.offerCount()).to.equal(2)
    expect(await ownersOf(world, [chipKeys[0]!, oemKeys[0]!])).to.deep.equal([actors.chipMaker.address, actors.distributor.address])
  })

  it('does not accept what was offered before', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemKeys } = world
    await act(world, 'oem', 'offerKeys', oemKeys, actors.distributor, await tomorrow())
    await act(world, 'distributor', 'acceptInAdvance', actors.oem, true)
    expect(await ownersOf(world, oemKeys)).to.deep.equal(oemKeys.map(() => actors.oem.address))
    await refused(world, ['oem', 'offerKeys', oemKeys, actors.distributor, 0], 'KeyRegistryKeyOffered', oemKeys[0])
    await act(world, 'distributor', 'acceptKeys', 1, oemKeys)
  })

  it('loosens nothing else: the same keys and lots are refused', async () => {
    const world = await loadFixture(trustingWorld)
    const { entities, actors, oemKeys, chipKeys, oemLot } = world
    const [first, second] = oemKeys as [string, string]
    const list = (...ids: string[]) => ['oem', 'offerKeys', ids, actors.distributor, 0] as const
    await refused(world, list(first, chipKeys[0]!), 'KeyRegistryNotOwner', chipKeys[0], actors.oem)
    await refused(world, list(first, first), 'KeyRegistryNotOwner', first, actors.oem)
    await refused(world, list(), 'KeyRegistryKeysMissing')
    await act(world, 'oem', 'revokeKeys', [first], why)
    await refused(world, list(second, first), 'KeyRegistryStatusFinal', first, 3)
    await act(world, 'oem', 'suspendLot', oemLot, why)
    await refused(world, list(second), 'KeyRegistryLotNotActive', oemLot, 2)
    await refused(world, ['oem', 'offerLot', oemLot, actors.distributor, 0], 'KeyRegistryLotNotActive', oemLot, 2)
    await entities.connect(actors.registrar).suspend(actors.distributor)
    await refused(world, list(second), 'EntityRegistryEntitySuspended', actors.distributor)
  })

  it('is refused for somebody who is no entity', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors } = world
    await refused(world, ['distributor', 'acceptInAdvance', actors.intruder, true], 'EntityRegistryEntityUnknown', actors.intruder)
  })
})
