import { expect } from 'chai'
import { roleBits, reason } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { refusalOf } from '../support/refusal.ts'
import { day } from '../support/world.ts'
import { act, lifeWorld, ownersOf, refused, tomorrow, type LifeWorld } from './world.ts'

const { loadFixture, time } = networkHelpers
const why = reason('keyCompromise')
const ways = { return: 1, resale: 2 }

async function installedWorld(): Promise<LifeWorld> {
  const world = await lifeWorld()
  await act(world, 'oem', 'installKeys', world.oemKeys.slice(0, 2))
  return world
}

describe('an installer', () => {
  it('is named by an owner, and withdrawn', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors } = world
    const { distributor, installer } = actors
    expect(await act(world, 'distributor', 'nameInstaller', installer)).to.deep.equal([
      ['InstallerNamed', distributor.address, installer.address],
    ])
    expect(await act(world, 'distributor', 'nameInstaller', installer)).to.deep.equal([])
    expect([await keys.isInstaller(distributor, installer), await keys.isInstaller(installer, distributor)]).to.deep.equal([true, false])
    expect(await act(world, 'distributor', 'withdrawInstaller', installer)).to.deep.equal([
      ['InstallerWithdrawn', distributor.address, installer.address],
    ])
    expect(await act(world, 'distributor', 'withdrawInstaller', installer)).to.deep.equal([])
    expect(await keys.isInstaller(distributor, installer)).to.equal(false)
  })

  it('has the role, and is an entity', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors } = world
    const name = (who: unknown) => ['oem', 'nameInstaller', who] as const
    await refused(world, name(actors.utility), 'EntityRegistryRoleMissing', actors.utility, roleBits('installer'))
    await refused(world, name(actors.intruder), 'EntityRegistryEntityUnknown', actors.intruder)
  })

  it('installs for the owner that named it, for no other, not after it lost name or role, and not while the owner is suspended', async () => {
    const world = await loadFixture(lifeWorld)
    const { entities, actors, oemKeys, chipKeys } = world
    const [id, next] = oemKeys as [string, string]
    expect(await act(world, 'installer', 'installKeys', [id])).to.deep.equal([
      ['KeysInstalled', actors.oem.address, actors.installer.address, [id]],
    ])
    expect(await ownersOf(world, [id])).to.deep.equal([actors.oem.address])
    await refused(world, ['installer', 'installKeys', chipKeys], 'KeyRegistryNotInstaller', chipKeys[0], actors.installer)
    await refused(world, ['installer', 'installKeys', [next, chipKeys[0]]], 'KeyRegistryNotOwner', chipKeys[0], actors.oem)
    await entities.connect(actors.registrar).setRole(actors.installer, roleBits('distributor'))
    await refused(world, ['installer', 'installKeys', [next]], 'EntityRegistryRoleMissing', actors.installer, roleBits('installer'))
    await entities.connect(actors.registrar).setRole(actors.installer, roleBits('installer'))
    await entities.connect(actors.registrar).suspend(actors.oem)
    await refused(world, ['installer', 'installKeys', [next]], 'EntityRegistryEntitySuspended', actors.oem)
    await entities.connect(actors.registrar).reinstate(actors.oem)
    await act(world, 'oem', 'withdrawInstaller', actors.installer)
    for (const call of [['installKeys', [next]] as const, ['returnKeys', [id], ways.return] as const]) {
      await refused(world, ['installer', ...call], 'KeyRegistryNotInstaller', call[1][0], actors.installer)
    }
    await refused(world, ['installer', 'replaceKey', id, next], 'KeyRegistryNotInstaller', id, actors.installer)
  })

  it('may nothing else with the keys', async () => {
    const world = await loadFixture(installedWorld)
    const { actors, oemKeys } = world
    const id = oemKeys[0]!
    for (const [name, ...rest] of [
      ['revokeKeys', why],
      ['suspendKeys', why],
      ['retireKeys'],
      ['offerKeys', actors.utility, await tomorrow()],
    ] as const) {
      await refused(world, ['installer', name, [id], ...rest], 'KeyRegistryNotOwner', id, actors.installer)
    }
  })
})

describe('installation', () => {
  it('is recorded with its time, and the key goes its own way with the owner that it has', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const ids = oemKeys.slice(0, 2)
    expect(await act(world, 'oem', 'installKeys', ids)).to.deep.equal([['KeysInstalled', actors.oem.address, actors.oem.address, ids]])
    const key = await keys.key(ids[0]!)
    expect([key.installedAt, key.followsLot, key.ownerId]).to.deep.equal([BigInt(await time.latest()), false, actors.oem.address])
    expect((await keys.lot(oemLot)).followerCount).to.equal(1)
    expect(await keys.effectiveStatus(ids[0]!)).to.deep.equal([1n, 0n])
  })

  it('is refused for no key, one that is installed, offered or final, and one of another owner', async () => {
    const world = await loadFixture(installedWorld)
    const { actors, oemKeys, chipKeys, spares } = world
    const [offered, revoked] = [spares[0]!.id, spares[1]!.id]
    await act(world, 'oem', 'offerKeys', [offered], actors.distributor, await tomorrow())
    await act(world, 'oem', 'revokeKeys', [revoked], why)
    const install = (...ids: string[]) => ['oem', 'installKeys', ids] as const
    const good = oemKeys[2]!
    await refused(world, install(), 'KeyRegistryKeysMissing')
    await refused(world, install(good, oemKeys[0]!), 'KeyRegistryKeyInstalled', oemKeys[0])
    await refused(world, install(good, good), 'KeyRegistryKeyInstalled', good)
    await refused(world, install(good, offered), 'KeyRegistryKeyOffered', offered)
    await refused(world, install(good, revoked), 'KeyRegistryStatusFinal', revoked, 3)
    await refused(world, install(good, chipKeys[0]!), 'KeyRegistryNotOwner', chipKeys[0], actors.oem)
    await refused(world, install(chipKeys[0]!), 'KeyRegistryNotInstaller', chipKeys[0], actors.oem)
  })

  it('is refused while the lot that the key follows is not active', async () => {
    const world = await loadFixture(lifeWorld)
    await act(world, 'oem', 'suspendLot', world.oemLot, why)
    await refused(world, ['oem', 'installKeys', world.oemKeys], 'KeyRegistryLotNotActive', world.oemLot, 2)
  })
})

describe('the way back', () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`by ${name} ends the installation; then the key can be handed on`, async () => {
      const world = await loadFixture(installedWorld)
      const { keys, actors, oemKeys } = world
      const ids = oemKeys.slice(0, 2)
      await refused(world, ['oem', 'offerKeys', ids, actors.distributor, await tomorrow()], 'KeyRegistryKeyInstalled', ids[0])
      expect(await act(world, 'installer', 'returnKeys', ids, way)).to.deep.equal([
        ['KeysReturned', actors.oem.address, actors.installer.address, BigInt(way), ids],
      ])
      const key = await keys.key(ids[0]!)
      expect([key.installedAt, key.followsLot, key.ownerId]).to.deep.equal([0n, false, actors.oem.address])
      await act(world, 'oem', 'offerKeys', ids, actors.distributor, await tomorrow())
      await act(world, 'distributor', 'acceptKeys', 1, ids)
      await act(world, 'distributor', 'installKeys', ids)
    })
  }

  it('is one of those that there are', async () => {
    const world = await loadFixture(installedWorld)
    const { keys, actors, oemKeys } = world
    await refused(world, ['oem', 'returnKeys', [oemKeys[0]], 0], 'KeyRegistryReturnWayUnknown')
    const refusal = await refusalOf(keys.connect(actors.oem).getFunction('returnKeys')([oemKeys[0]!], 3))
    expect(refusal?.name).to.equal('')
  })

  it('is refused for a key that is not installed, twice in a list, or of another owner', async () => {
    const world = await loadFixture(installedWorld)
    const { actors, oemKeys } = world
    const [first, , third] = oemKeys as [string, string, string]
    const back = (...ids: string[]) => ['oem', 'returnKeys', ids, ways.return] as const
    await refused(world, back(first, third), 'KeyRegistryKeyNotInstalled', third)
    await refused(world, back(first, first), 'KeyRegistryKeyNotInstalled', first)
    await refused(world, back(), 'KeyRegistryKeysMissing')
    await refused(world, ['utility', 'returnKeys', [first], 1], 'KeyRegistryNotInstaller', first, actors.utility)
  })

  it('is open to a key that has fallen: it came out of the field', async () => {
    const world = await loadFixture(installedWorld)
    const { keys, oemKeys } = world
    await act(world, 'oem', 'revokeKeys', [oemKeys[0]], why)
    await act(world, 'oem', 'returnKeys', [oemKeys[0]], ways.return)
    const key = await keys.key(oemKeys[0]!)
    expect([key.status, key.installedAt]).to.deep.equal([3n, 0n])
  })

  it('by replacement installs another key in its place', async () => {
    const world = await loadFixture(installedWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const [broken, , spare] = oemKeys as [string, string, string]
    await time.increase(day)
    expect(await act(world, 'installer', 'replaceKey', broken, spare)).to.deep.equal([
      ['KeyReplaced', broken, spare, actors.installer.address],
    ])
    const [old, next] = [await keys.key(broken), await keys.key(spare)]
    expect([old.installedAt, old.status]).to.deep.equal([0n, 1n])
    expect([next.installedAt, next.followsLot, next.ownerId]).to.deep.equal([BigInt(await time.latest()), false, actors.oem.address])
    expect((await keys.lot(oemLot)).followerCount).to.equal(0)
    expect(await keys.successorOf(broken)).to.deep.equal([`0x${'0'.repeat(64)}`, 0n])
  })

  it('by replacement is refused with itself, of what is not installed, and by what cannot be', async () => {
    const world = await loadFixture(installedWorld)
    const { actors, oemKeys, chipKeys, spares } = world
    const [first, second, third] = oemKeys as [string, string, string]
    const [offered, revoked] = [spares[0]!.id, spares[1]!.id]
    await act(world, 'oem', 'offerKeys', [offered], actors.distributor, await tomorrow())
    await act(world, 'oem', 'revokeKeys', [revoked], why)
    const replace = (key: string, by: string) => ['oem', 'replaceKey', key, by] as const
    await refused(world, replace(first, first), 'KeyRegistryReplacementIsKey', first)
    await refused(world, replace(third, spares[2]!.id), 'KeyRegistryKeyNotInstalled', third)
    await refused(world, replace(first, second), 'KeyRegistryKeyInstalled', second)
    await refused(world, replace(first, offered), 'KeyRegistryKeyOffered', offered)
    await refused(world, replace(first, revoked), 'KeyRegistryStatusFinal', revoked, 3)
    await refused(world, replace(first, chipKeys[0]!), 'KeyRegistryNotOwner', chipKeys[0], actors.oem)
    await refused(world, replace(chipKeys[0]!, third), 'KeyRegistryNotInstaller', chipKeys[0], actors.oem)
    await act(world, 'oem', 'suspendLot', world.oemLot, why)
    await refused(world, replace(first, third), 'KeyRegistryLotNotActive', world.oemLot, 2)
  })
})
