import { expect } from 'chai'
import { keyIds, reason } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { assessedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers

describe('create', () => {
  it('counts processes from 1 and keeps the owner', async () => {
    const { processes, actors } = await loadFixture(assessedWorld)
    await expect(processes.connect(actors.oem).create()).to.emit(processes, 'ProcessCreated').withArgs(2, actors.oem, actors.oem)
    const { ownerId, state, stateBy } = await processes.process(2)
    expect([ownerId, state, stateBy]).to.deep.equal([actors.oem.address, 1n, 0n])
    expect(await processes.processCount()).to.equal(2)
  })

  it('is done by an assessor on behalf of an owner whose role fits and that is not suspended', async () => {
    const { entities, processes, actors } = await loadFixture(assessedWorld)
    const lab = processes.connect(actors.lab)
    await expect(lab.createFor(actors.oem)).to.emit(processes, 'ProcessCreated').withArgs(2, actors.oem, actors.lab)
    await expect(lab.createFor(actors.utility))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryRoleMissing')
      .withArgs(actors.utility, 0x1e)
    await expect(lab.createFor(actors.suspendedMaker)).to.be.revertedWithCustomError(entities, 'EntityRegistryEntitySuspended')
    await expect(lab.createFor(actors.intruder)).to.be.revertedWithCustomError(entities, 'EntityRegistryEntityUnknown')
  })
})

describe('line accounts', () => {
  it('and grants are announced', async () => {
    const { processes, actors, processId } = await loadFixture(assessedWorld)
    await expect(processes.connect(actors.chipMaker).grant(processId, actors.otherOem))
      .to.emit(processes, 'RegistrationGranted')
      .withArgs(processId, actors.otherOem)
    await expect(processes.connect(actors.otherOem).nameLineAccount(processId, actors.newcomer))
      .to.emit(processes, 'LineAccountNamed')
      .withArgs(processId, actors.otherOem, actors.newcomer)
  })

  it('register in the name of the entity that named them, for one process only', async () => {
    const { processes, keys, actors, processId } = await loadFixture(assessedWorld)
    expect(await processes.lineAccountOf(processId, actors.oemLine)).to.equal(actors.oem.address)
    await expect(keys.connect(actors.oemLine).createKeys(processId, 0, keyIds(1)))
      .to.emit(keys, 'KeysCreated')
      .withArgs(processId, 1, actors.oem, actors.oemLine, keyIds(1))
    await processes.connect(actors.oem).create()
    await expect(keys.connect(actors.oemLine).createKeys(2, 0, keyIds(1)))
      .to.be.revertedWithCustomError(processes, 'ProcessRegistryAccountUnknown')
      .withArgs(2, actors.oemLine)
  })

  it('cannot be taken from a colleague, nor be the controller of any entity', async () => {
    const { processes, actors, processId } = await loadFixture(assessedWorld)
    const chipMaker = processes.connect(actors.chipMaker)
    await expect(chipMaker.nameLineAccount(processId, actors.oemLine))
      .to.be.revertedWithCustomError(processes, 'ProcessRegistryAccountTaken')
      .withArgs(processId, actors.oemLine, actors.oem)
    await expect(chipMaker.nameLineAccount(processId, actors.utility))
      .to.be.revertedWithCustomError(processes, 'ProcessRegistryAccountTaken')
      .withArgs(processId, actors.utility, actors.utility)
    await expect(chipMaker.nameLineAccount(processId, ethers.ZeroAddress)).to.be.revertedWithCustomError(
      processes,
      'ProcessRegistryAccountZero',
    )
    await expect(chipMaker.withdrawLineAccount(processId, actors.intruder)).to.be.revertedWithCustomError(
      processes,
      'ProcessRegistryAccountUnknown',
    )
  })

  it('that become the controller of another entity no longer register in the old name', async () => {
    const { entities, processes, keys, actors, processId } = await loadFixture(assessedWorld)
    await entities.connect(actors.utility).proposeController(actors.oemLine)
    await entities.connect(actors.oemLine).acceptController(actors.utility)
    await expect(keys.connect(actors.oemLine).createKeys(processId, 0, keyIds(1)))
      .to.be.revertedWithCustomError(processes, 'ProcessRegistryNotGranted')
      .withArgs(processId, actors.utility)
  })

  it('rest when the grant is withdrawn, and are withdrawn by the entity that named them', async () => {
    const { processes, keys, actors, processId } = await loadFixture(assessedWorld)
    await expect(processes.connect(actors.chipMaker).withdrawGrant(processId, actors.oem))
      .to.emit(processes, 'RegistrationGrantWithdrawn')
      .withArgs(processId, actors.oem)
    for (const account of [actors.oemLine, actors.oem]) {
      await expect(keys.connect(account).createKeys(processId, 0, keyIds(1)))
        .to.be.revertedWithCustomError(processes, 'ProcessRegistryNotGranted')
        .withArgs(processId, actors.oem)
    }
    await expect(processes.connect(actors.oem).withdrawLineAccount(processId, actors.oemLine))
      .to.emit(processes, 'LineAccountWithdrawn')
      .withArgs(processId, actors.oem, actors.oemLine)
    expect(await processes.lineAccountOf(processId, actors.oemLine)).to.equal(ethers.ZeroAddress)
  })

  it('and grants say nothing when nothing changes', async () => {
    const { processes, actors, processId } = await loadFixture(assessedWorld)
    for (const again of [
      processes.connect(actors.chipMaker).grant(processId, actors.oem),
      processes.connect(actors.chipMaker).grant(processId, actors.chipMaker),
      processes.connect(actors.chipMaker).withdrawGrant(processId, actors.utility),
      processes.connect(actors.oem).nameLineAccount(processId, actors.oemLine),
    ]) {
      expect((await (await again).wait())?.logs).to.deep.equal([])
    }
    expect(await processes.mayRegister(processId, actors.oem)).to.equal(true)
    expect(await processes.mayRegister(processId, actors.utility)).to.equal(false)
  })
})

describe('a process', () => {
  it('that is suspended or revoked takes no keys', async () => {
    const { processes, keys, actors, processId } = await loadFixture(assessedWorld)
    await processes.connect(actors.programmeManager).suspendAsProgrammeManager(processId, reason('keyCompromise'))
    await expect(keys.connect(actors.oem).createKeys(processId, 0, keyIds(1)))
      .to.be.revertedWithCustomError(processes, 'ProcessRegistryNotActive')
      .withArgs(processId, 2)
    await processes.connect(actors.board).revoke(processId, reason('keyCompromise'))
    await expect(keys.connect(actors.oem).createKeys(processId, 0, keyIds(1)))
      .to.be.revertedWithCustomError(processes, 'ProcessRegistryNotActive')
      .withArgs(processId, 3)
  })

  it('that is not there is refused by its number', async () => {
    const { processes, actors } = await loadFixture(assessedWorld)
    await expect(processes.process(9)).to.be.revertedWithCustomError(processes, 'ProcessRegistryProcessUnknown').withArgs(9)
    await expect(processes.connect(actors.oem).grant(9, actors.oem)).to.be.revertedWithCustomError(
      processes,
      'ProcessRegistryProcessUnknown',
    )
  })
})
