import { expect } from 'chai'
import { assessmentDetails, entityDetails, keyGenerationResult, keyIds, keyProtectionResult, reason, roleBits } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { assessedWorld, keyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers

/** A second process of the chip maker with the same series, and one of the OEM. */
async function twoProcesses() {
  const world = await loadFixture(keyedWorld)
  const { processes, assessments, actors, keyGenerationId, keyProtectionId } = world
  await processes.connect(actors.chipMaker).create()
  await assessments.connect(actors.lab).linkSeries(2, keyGenerationId)
  await assessments.connect(actors.lab).linkSeries(2, keyProtectionId)
  return { ...world, secondId: 2n }
}

describe('createKeys', () => {
  it('opens a lot, and keeps process, owner, time and count in it once', async () => {
    const { keys, actors, processId } = await loadFixture(assessedWorld)
    await expect(keys.connect(actors.oemLine).createKeys(processId, 0, keyIds(5)))
      .to.emit(keys, 'KeysCreated')
      .withArgs(processId, 1, actors.oem, actors.oemLine, keyIds(5))
    const time = BigInt(await networkHelpers.time.latest())
    const lot = await keys.lot(1)
    expect([lot.processId, lot.ownerId, lot.state, lot.createdAt, lot.keyCount]).to.deep.equal([
      processId,
      actors.oem.address,
      1n,
      time,
      5n,
    ])
    const key = await keys.key(keyIds(5)[4]!)
    expect([key.processId, key.lotId, key.status, key.ownerId, key.registeredAt, key.statusSince, key.wasVoid]).to.deep.equal([
      processId,
      1n,
      1n,
      actors.oem.address,
      time,
      time,
      false,
    ])
    expect(await keys.lotCount()).to.equal(1)
  })

  it('adds to a lot of the same process and owner', async () => {
    const { keys, actors, processId, oemLot, chipLot } = await loadFixture(keyedWorld)
    await keys.connect(actors.oem).createKeys(processId, oemLot, keyIds(2))
    expect((await keys.lot(oemLot)).keyCount).to.equal(5)
    await expect(keys.connect(actors.oem).createKeys(processId, chipLot, keyIds(1, 'x')))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryLotNotOwner')
      .withArgs(chipLot, actors.oem)
    await expect(keys.connect(actors.oem).createKeys(processId, 9, keyIds(1, 'x')))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryLotUnknown')
      .withArgs(9)
  })

  it('refuses a lot of another process, and one that is suspended', async () => {
    const { keys, actors, processId, secondId, chipLot } = await twoProcesses()
    await expect(keys.connect(actors.chipMaker).createKeys(secondId, chipLot, keyIds(1)))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryLotProcessWrong')
      .withArgs(chipLot, processId)
    await keys.connect(actors.regulator).suspendLotAsRegulator(chipLot, reason('unspecified'))
    await expect(keys.connect(actors.chipMaker).createKeys(processId, chipLot, keyIds(1)))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryLotNotActive')
      .withArgs(chipLot, 2)
  })

  it('refuses a lot that is offered to another owner', async () => {
    const { keys, actors, processId, oemLot } = await loadFixture(keyedWorld)
    // offers come with transfers; the flag stands in the lot already: mapping at slot 1, byte 27 of the record
    const slot = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(['uint256', 'uint256'], [oemLot, 1]))
    const record = BigInt(await ethers.provider.getStorage(keys, slot))
    await networkHelpers.setStorageAt(await keys.getAddress(), slot, record | (1n << 216n))
    await expect(keys.connect(actors.oem).createKeys(processId, oemLot, keyIds(1)))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryLotOffered')
      .withArgs(oemLot)
  })

  it('passes over in silence what stands under the process already', async () => {
    const { keys, actors, processId, oemKeys, chipKeys } = await loadFixture(keyedWorld)
    const again = await keys.connect(actors.oem).createKeys(processId, 0, [...oemKeys, ...chipKeys])
    expect((await again.wait())?.logs).to.deep.equal([])
    expect(await keys.lotCount()).to.equal(2)
    const [first, second] = keyIds(2)
    await expect(keys.connect(actors.oem).createKeys(processId, 0, [first!, oemKeys[0]!, first!, second!, chipKeys[2]!]))
      .to.emit(keys, 'KeysCreated')
      .withArgs(processId, 3, actors.oem, actors.oem, [first, second])
    expect((await keys.lot(3)).keyCount).to.equal(2)
    expect((await keys.key(oemKeys[0]!)).lotId).to.equal(1)
  })

  it('tells old from new also past 256 keys', async () => {
    const { keys, actors, processId } = await loadFixture(assessedWorld)
    const ids = keyIds(300)
    const old = ids.filter((_, index) => index % 3 === 0)
    await keys.connect(actors.oem).createKeys(processId, 0, old)
    await expect(keys.connect(actors.oem).createKeys(processId, 0, ids))
      .to.emit(keys, 'KeysCreated')
      .withArgs(
        processId,
        2,
        actors.oem,
        actors.oem,
        ids.filter((_, index) => index % 3 !== 0),
      )
  })

  it('refuses a key of another process by name, and registers none of the batch', async () => {
    const { keys, actors, processId, secondId, oemKeys } = await twoProcesses()
    await expect(keys.connect(actors.chipMaker).createKeys(secondId, 0, [...keyIds(1), oemKeys[1]!]))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryKeyTaken')
      .withArgs(oemKeys[1], processId)
    expect(await keys.keyWord(keyIds(1)[0]!)).to.equal(0)
  })

  it('refuses key id 0', async () => {
    const { keys, actors, processId } = await loadFixture(assessedWorld)
    await expect(keys.connect(actors.oem).createKeys(processId, 0, [ethers.ZeroHash])).to.be.revertedWithCustomError(
      keys,
      'KeyRegistryKeyIdZero',
    )
  })

  it('with no key at all does nothing', async () => {
    const { keys, actors, processId } = await loadFixture(assessedWorld)
    await keys.connect(actors.oem).createKeys(processId, 0, [])
    expect(await keys.lotCount()).to.equal(0)
  })

  it('wants both series of the process, approved', async () => {
    const { processes, assessments, keys, completed, actors } = await loadFixture(assessedWorld)
    await processes.connect(actors.oem).create()
    const register = () => keys.connect(actors.oem).createKeys(2, 0, keyIds(1))
    const lab = assessments.connect(actors.lab)
    const manager = assessments.connect(actors.programmeManager)
    await expect(register()).to.be.revertedWithCustomError(keys, 'KeyRegistrySeriesMissing').withArgs(2, 1)
    await lab.recordKeyGeneration(2, assessmentDetails(completed), keyGenerationResult())
    await expect(register()).to.be.revertedWithCustomError(keys, 'KeyRegistrySeriesNotInForce').withArgs(2, 1, 3)
    await manager.approve(3)
    await expect(register()).to.be.revertedWithCustomError(keys, 'KeyRegistrySeriesMissing').withArgs(2, 2)
    await lab.recordKeyProtection(2, assessmentDetails(completed), keyProtectionResult())
    await manager.approve(4)
    await register()
    await assessments.connect(actors.regulator).suspendAsRegulator(4, reason('unspecified'))
    await expect(keys.connect(actors.oem).createKeys(2, 0, keyIds(1, 'x')))
      .to.be.revertedWithCustomError(keys, 'KeyRegistrySeriesNotInForce')
      .withArgs(2, 2, 4)
  })

  it('goes on for an entity whose rights are its own, when the process owner is suspended', async () => {
    const { entities, keys, actors, processId } = await loadFixture(assessedWorld)
    await entities.connect(actors.registrar).suspend(actors.chipMaker)
    await keys.connect(actors.oemLine).createKeys(processId, 0, keyIds(1))
    expect(await keys.effectiveStatus(keyIds(1)[0]!)).to.deep.equal([1n, 0n])
  })
})

describe('a void entry', () => {
  it('can be registered again, under any process, and says that it was void', async () => {
    const { keys, actors, secondId, oemKeys, oemLot } = await twoProcesses()
    await keys.connect(actors.board).voidKeys([oemKeys[0]!], reason('unspecified'))
    expect((await keys.lot(oemLot)).keyCount).to.equal(2)
    await expect(keys.connect(actors.chipMaker).createKeys(secondId, 0, [oemKeys[0]!])).to.emit(keys, 'KeysCreated')
    const key = await keys.key(oemKeys[0]!)
    expect([key.processId, key.lotId, key.status, key.wasVoid, key.ownerId]).to.deep.equal([
      secondId,
      3n,
      1n,
      true,
      actors.chipMaker.address,
    ])
  })

  it("frees a victim's key that a squatter registered and revoked", async () => {
    const { keys, processes, actors, processId, secondId } = await twoProcesses()
    const [victims] = keyIds(1, 'victim')
    await processes.connect(actors.chipMaker).grant(secondId, actors.otherOem)
    await keys.connect(actors.otherOem).createKeys(secondId, 0, [victims!])
    await keys.connect(actors.otherOem).revokeKeys([victims!], reason('keyCompromise'))
    await expect(keys.connect(actors.oem).createKeys(processId, 0, [victims!])).to.be.revertedWithCustomError(keys, 'KeyRegistryKeyTaken')
    await keys.connect(actors.board).voidKeys([victims!], reason('privilegeWithdrawn'))
    await keys.connect(actors.oem).createKeys(processId, 0, [victims!])
    expect((await keys.key(victims!)).ownerId).to.equal(actors.oem.address)
  })
})

describe('getKeyInfo', () => {
  it('answers everything in one call', async () => {
    const { keys, lens, entities, processes, assessments, actors, oemKeys, processId } = await loadFixture(keyedWorld)
    const info = await lens.getKeyInfo(oemKeys[0]!)
    expect(info.key).to.deep.equal(await keys.key(oemKeys[0]!))
    expect(info.lot).to.deep.equal(await keys.lot(1))
    expect(info.process).to.deep.equal(await processes.process(processId))
    expect([info.keyGenerationId, info.keyProtectionId]).to.deep.equal([1n, 2n])
    expect(info.keyGeneration).to.deep.equal(await assessments.assessment(1))
    expect(info.keyProtection).to.deep.equal(await assessments.assessment(2))
    expect(info.owner).to.deep.equal(await entities.entity(actors.oem))
    expect(info.processOwner).to.deep.equal(await entities.entity(actors.chipMaker))
    expect(info.keyGenerationAssessor).to.deep.equal(await entities.entity(actors.lab))
    expect([info.effectiveStatus, info.effectiveReason]).to.deep.equal([1n, 0n])
    expect(Number(info.blockNumber)).to.equal(await ethers.provider.getBlockNumber())
  })

  it('refuses a key that is not registered', async () => {
    const { keys, lens } = await loadFixture(keyedWorld)
    const [id] = keyIds(1)
    await expect(lens.getKeyInfo(id!)).to.be.revertedWithCustomError(keys, 'KeyRegistryKeyUnknown').withArgs(id)
    expect(await keys.effectiveStatus(id!)).to.deep.equal([0n, 0n])
  })

  it('follows its records: an entity that is renamed is renamed there', async () => {
    const { lens, entities, actors, oemKeys } = await loadFixture(keyedWorld)
    await entities.connect(actors.registrar).update(actors.oem, entityDetails('Ampere'))
    await entities.connect(actors.registrar).setRole(actors.oem, roleBits('manufacturer', 'installer'))
    expect((await lens.getKeyInfo(oemKeys[0]!)).owner.name).to.equal('Ampere')
  })
})
