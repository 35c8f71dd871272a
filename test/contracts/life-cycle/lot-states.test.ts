import { expect } from 'chai'
import { keyIds, reason } from '../support/inputs.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { act, lifeWorld, refused, tomorrow, type LifeWorld } from './world.ts'

const { loadFixture, time } = networkHelpers
const why = reason('keyCompromise')

const statusesOf = ({ keys }: LifeWorld, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => [...(await keys.effectiveStatus(id))]))

/** The first of the OEM's keys is installed, and so follows its lot no more. */
async function mixedWorld(): Promise<LifeWorld> {
  const world = await lifeWorld()
  await act(world, 'oem', 'installKeys', world.oemKeys.slice(0, 1))
  return world
}

describe('what a lot’s owner says of it', () => {
  const said = [
    { name: 'suspendLot', args: [why], state: 2n, reason: BigInt(why), effective: [2n, 10n] },
    { name: 'revokeLot', args: [why], state: 3n, reason: BigInt(why), effective: [3n, 16n] },
    { name: 'retireLot', args: [], state: 4n, reason: 6n, effective: [4n, 17n] },
  ]
  for (const { name, args, state, reason: given, effective } of said) {
    it(`by ${name} holds for the keys that follow it, in one record`, async () => {
      const world = await loadFixture(mixedWorld)
      const { keys, oemKeys, oemLot } = world
      expect(await act(world, 'oem', name, oemLot, ...args)).to.deep.equal([['LotOwnerStateSet', oemLot, state, given]])
      const lot = await keys.lot(oemLot)
      expect([lot.ownerState, lot.ownerStateReason, lot.ownerStateSince]).to.deep.equal([state, given, BigInt(await time.latest())])
      expect([lot.state, (await keys.key(oemKeys[1]!)).status]).to.deep.equal([1n, 1n])
      expect(await statusesOf(world, oemKeys)).to.deep.equal([[1n, 0n], effective, effective])
    })

    it(`by ${name} a second time is nothing new`, async () => {
      const world = await loadFixture(mixedWorld)
      await act(world, 'oem', name, world.oemLot, ...args)
      expect(await act(world, 'oem', name, world.oemLot, ...args)).to.deep.equal([])
    })
  }

  it('is taken back while it is a suspension', async () => {
    const world = await loadFixture(mixedWorld)
    const { oemKeys, oemLot } = world
    expect(await act(world, 'oem', 'reinstateLot', oemLot)).to.deep.equal([])
    await act(world, 'oem', 'suspendLot', oemLot, why)
    expect(await act(world, 'oem', 'reinstateLot', oemLot)).to.deep.equal([['LotOwnerStateSet', oemLot, 1n, 0n]])
    expect(await statusesOf(world, oemKeys)).to.deep.equal([
      [1n, 0n],
      [1n, 0n],
      [1n, 0n],
    ])
  })

  for (const [end, args, state] of [
    ['revokeLot', [why], 3],
    ['retireLot', [], 4],
  ] as const) {
    it(`by ${end} is final`, async () => {
      const world = await loadFixture(mixedWorld)
      const { oemLot, oemKeys, actors, processId } = world
      await act(world, 'oem', end, oemLot, ...args)
      for (const [name, ...rest] of [['suspendLot', why], ['reinstateLot'], ['revokeLot', why], ['retireLot']] as const) {
        if (name !== end) await refused(world, ['oem', name, oemLot, ...rest], 'KeyRegistryLotNotActive', oemLot, state)
      }
      const lists = [
        ['oem', 'createKeys', processId, oemLot, keyIds(1, 'more')],
        ['oem', 'offerLot', oemLot, actors.utility, await tomorrow()],
        ['oem', 'installKeys', [oemKeys[1]]],
        ['board', 'moveKeys', actors.oem, actors.utility, [oemKeys[1]]],
      ] as const
      for (const call of lists) await refused(world, call, 'KeyRegistryLotNotActive', oemLot, state)
    })
  }

  it('needs a reason of RFC 5280, and the lot’s owner', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemLot } = world
    for (const name of ['suspendLot', 'revokeLot']) {
      for (const wrong of [0, 10]) await refused(world, ['oem', name, oemLot, wrong], 'KeyRegistryReasonUnknown', wrong)
      await refused(world, ['chipMaker', name, oemLot, why], 'KeyRegistryLotNotOwner', oemLot, actors.chipMaker)
    }
    await refused(world, ['chipMaker', 'retireLot', oemLot], 'KeyRegistryLotNotOwner', oemLot, actors.chipMaker)
    await refused(world, ['oem', 'reinstateLot', 9], 'KeyRegistryLotUnknown', 9)
  })

  it('goes with the lot: its next owner may take a suspension back', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemLot } = world
    await act(world, 'oem', 'suspendLot', oemLot, why)
    await act(world, 'board', 'moveLot', oemLot, actors.distributor)
    await refused(world, ['oem', 'reinstateLot', oemLot], 'KeyRegistryLotNotOwner', oemLot, actors.oem)
    await act(world, 'distributor', 'reinstateLot', oemLot)
  })

  it('counts after what came first: a process that was revoked before', async () => {
    const world = await loadFixture(mixedWorld)
    const { processes, actors, oemKeys, oemLot } = world
    await processes.connect(actors.board).revoke(1, why)
    await act(world, 'oem', 'revokeLot', oemLot, why)
    expect(await statusesOf(world, oemKeys)).to.deep.equal([
      [3n, 12n],
      [3n, 12n],
      [3n, 12n],
    ])
    const other = await loadFixture(mixedWorld)
    await act(other, 'oem', 'retireLot', oemLot)
    await other.processes.connect(actors.board).revoke(1, why)
    expect(await statusesOf(other, oemKeys)).to.deep.equal([
      [3n, 12n],
      [4n, 17n],
      [4n, 17n],
    ])
  })
})

describe('a report of a lot by the owner of its process', () => {
  it('suspends all keys of it, whoever owns them, and is withdrawn', async () => {
    const world = await loadFixture(mixedWorld)
    const { keys, oemKeys, oemLot } = world
    expect(await act(world, 'chipMaker', 'reportLot', oemLot, why)).to.deep.equal([['LotSuspended', oemLot, 2n, BigInt(why)]])
    const lot = await keys.lot(oemLot)
    expect([lot.state, lot.stateBy, lot.ownerState]).to.deep.equal([2n, 2n, 1n])
    expect(await statusesOf(world, oemKeys)).to.deep.equal(oemKeys.map(() => [2n, 10n]))
    expect(await act(world, 'chipMaker', 'reportLot', oemLot, why)).to.deep.equal([])
    expect(await act(world, 'chipMaker', 'withdrawLotReport', oemLot)).to.deep.equal([['LotReinstated', oemLot, 2n]])
    expect(await act(world, 'chipMaker', 'withdrawLotReport', oemLot)).to.deep.equal([])
    expect(await statusesOf(world, oemKeys)).to.deep.equal(oemKeys.map(() => [1n, 0n]))
  })

  it('is not taken back by the lot’s owner, and takes nothing back of it', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys, oemLot } = world
    await act(world, 'chipMaker', 'reportLot', oemLot, why)
    await act(world, 'oem', 'suspendLot', oemLot, why)
    await act(world, 'oem', 'reinstateLot', oemLot)
    expect(await keys.effectiveStatus(oemKeys[0]!)).to.deep.equal([2n, 10n])
    await act(world, 'oem', 'suspendLot', oemLot, why)
    await act(world, 'chipMaker', 'withdrawLotReport', oemLot)
    expect(await keys.effectiveStatus(oemKeys[0]!)).to.deep.equal([2n, 10n])
  })

  it('is taken back of keys, and of a lot, that have come back to the process’s owner', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, actors, oemKeys, oemLot } = world
    const [id, other] = oemKeys as [string, string]
    await act(world, 'chipMaker', 'reportKeys', [id], why)
    await act(world, 'oem', 'offerKeys', [id], actors.chipMaker, await tomorrow())
    await act(world, 'chipMaker', 'acceptKeys', await keys.offerCount(), [id])
    await act(world, 'chipMaker', 'reportLot', oemLot, why)
    await act(world, 'board', 'moveLot', oemLot, actors.chipMaker)
    await refused(world, ['chipMaker', 'reinstateKeys', [id]], 'KeyRegistryRankTooLow', id, 2)
    await act(world, 'chipMaker', 'withdrawReport', [id])
    await act(world, 'chipMaker', 'withdrawLotReport', oemLot)
    expect(await statusesOf(world, [id, other])).to.deep.equal([
      [1n, 0n],
      [1n, 0n],
    ])
  })

  it('is for the owner of the process, of a lot that it does not own', async () => {
    const world = await loadFixture(lifeWorld)
    const { actors, oemLot, chipLot } = world
    for (const [name, ...rest] of [['reportLot', why], ['withdrawLotReport']] as const) {
      await refused(world, ['oem', name, oemLot, ...rest], 'KeyRegistryLotNotProcessOwner', oemLot, actors.oem)
      await refused(world, ['chipMaker', name, 9, ...rest], 'KeyRegistryLotUnknown', 9)
    }
    await refused(world, ['chipMaker', 'reportLot', chipLot, why], 'KeyRegistryLotOwn', chipLot, actors.chipMaker)
    await refused(world, ['chipMaker', 'reportLot', oemLot, 0], 'KeyRegistryReasonUnknown', 0)
  })

  it('is below what the supervisors say', async () => {
    const world = await loadFixture(lifeWorld)
    const { oemLot } = world
    await act(world, 'programmeManager', 'suspendLotAsProgrammeManager', oemLot, why)
    await refused(world, ['chipMaker', 'reportLot', oemLot, why], 'KeyRegistryLotRankTooLow', oemLot, 3)
    await refused(world, ['chipMaker', 'withdrawLotReport', oemLot], 'KeyRegistryLotRankTooLow', oemLot, 3)
    await act(world, 'programmeManager', 'reinstateLotAsProgrammeManager', oemLot)
    await act(world, 'chipMaker', 'reportLot', oemLot, why)
    await act(world, 'regulator', 'reinstateLotAsRegulator', oemLot)
  })
})

describe('reinstatement by the board', () => {
  it('takes back whatever suspension of a key, whoever suspended it', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys } = world
    for (const [actor, name] of [
      ['oem', 'suspendKeys'],
      ['chipMaker', 'reportKeys'],
      ['programmeManager', 'suspendKeysAsProgrammeManager'],
      ['regulator', 'suspendKeysAsRegulator'],
    ] as const) {
      await act(world, actor, name, oemKeys, why)
      const events = await act(world, 'board', 'reinstateKeysAsBoard', oemKeys)
      expect(events).to.deep.equal(oemKeys.map((id) => ['KeyStatusChanged', id, 1n, 5n, 0n]))
      expect((await keys.key(oemKeys[0]!)).statusBy).to.equal(5)
    }
    expect(await act(world, 'board', 'reinstateKeysAsBoard', oemKeys)).to.deep.equal([])
  })

  it('takes back what process owner and supervisors said of a lot, not what its owner said', async () => {
    const world = await loadFixture(lifeWorld)
    const { keys, oemKeys, oemLot } = world
    await act(world, 'regulator', 'suspendLotAsRegulator', oemLot, why)
    await act(world, 'oem', 'suspendLot', oemLot, why)
    expect(await act(world, 'board', 'reinstateLotAsBoard', oemLot)).to.deep.equal([['LotReinstated', oemLot, 5n]])
    expect(await keys.effectiveStatus(oemKeys[0]!)).to.deep.equal([2n, 10n])
    await refused(world, ['board', 'reinstateLotAsBoard', 9], 'KeyRegistryLotUnknown', 9)
  })

  it('leaves what is final', async () => {
    const world = await loadFixture(lifeWorld)
    const { oemKeys } = world
    await act(world, 'oem', 'revokeKeys', oemKeys, why)
    await refused(world, ['board', 'reinstateKeysAsBoard', oemKeys], 'KeyRegistryStatusFinal', oemKeys[0], 3)
    const unknown = ethers.id('unknown')
    await refused(world, ['board', 'reinstateKeysAsBoard', [unknown]], 'KeyRegistryKeyUnknown', unknown)
  })
})
