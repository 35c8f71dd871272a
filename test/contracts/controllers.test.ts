import { expect } from 'chai'
import { networkHelpers } from './support/network.ts'
import { assessedWorld, day } from './support/world.ts'

const { loadFixture } = networkHelpers

describe('replacement of a controller by the entity', () => {
  it('takes two steps, after which only the new account acts', async () => {
    const { entities, processes, actors } = await loadFixture(assessedWorld)
    await expect(entities.connect(actors.oem).proposeController(actors.newcomer)).to.emit(entities, 'ControllerReplacementProposed')
    await expect(entities.connect(actors.newcomer).acceptController(actors.oem))
      .to.emit(entities, 'ControllerReplaced')
      .withArgs(actors.oem, actors.oem, actors.newcomer)
    expect((await entities.entity(actors.oem)).controller).to.equal(actors.newcomer.address)
    await processes.connect(actors.newcomer).create()
    await expect(processes.connect(actors.oem).create()).to.be.revertedWithCustomError(entities, 'EntityRegistryControllerUnknown')
  })

  it('keeps the entity_id for ever, and lets nobody else have it', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    await entities.connect(actors.oem).proposeController(actors.newcomer)
    await entities.connect(actors.newcomer).acceptController(actors.oem)
    expect((await entities.entity(actors.oem)).entityId).to.equal(actors.oem.address)
    await expect(entities.connect(actors.utility).proposeController(actors.oem))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryAccountTaken')
      .withArgs(actors.oem, actors.oem)
    await entities.connect(actors.newcomer).proposeController(actors.oem)
    await entities.connect(actors.oem).acceptController(actors.oem)
    expect((await entities.entity(actors.oem)).controller).to.equal(actors.oem.address)
  })

  it('refuses an account that controls another entity, also when it came to do so meanwhile', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    await expect(entities.connect(actors.oem).proposeController(actors.utility))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryAccountTaken')
      .withArgs(actors.utility, actors.utility)
    await entities.connect(actors.oem).proposeController(actors.newcomer)
    await entities.connect(actors.utility).proposeController(actors.newcomer)
    await entities.connect(actors.newcomer).acceptController(actors.utility)
    await expect(entities.connect(actors.newcomer).acceptController(actors.oem))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryAccountTaken')
      .withArgs(actors.newcomer, actors.utility)
  })

  it('does not outlive a suspension', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    await entities.connect(actors.oem).proposeController(actors.intruder)
    await entities.connect(actors.registrar).suspend(actors.oem)
    await expect(entities.connect(actors.intruder).acceptController(actors.oem)).to.be.revertedWithCustomError(
      entities,
      'EntityRegistryEntitySuspended',
    )
  })
})

describe('replacement of a controller by the registrar', () => {
  it('waits seven days', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    await entities.connect(actors.registrar).replaceController(actors.oem, actors.newcomer)
    const { acceptableFrom } = await entities.controllerReplacement(actors.oem)
    expect(Number(acceptableFrom) - (await networkHelpers.time.latest())).to.equal(7 * day)
    await expect(entities.connect(actors.newcomer).acceptController(actors.oem))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryReplacementTooEarly')
      .withArgs(actors.oem, acceptableFrom)
    await networkHelpers.time.increaseTo(acceptableFrom)
    await entities.connect(actors.newcomer).acceptController(actors.oem)
    expect((await entities.entity(actors.oem)).controller).to.equal(actors.newcomer.address)
  })

  it('can be called off by the controller, also of a suspended entity, and not taken over by it', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    await entities.connect(actors.registrar).replaceController(actors.oem, actors.newcomer)
    await entities.connect(actors.registrar).suspend(actors.oem)
    await expect(entities.connect(actors.oem).cancelControllerReplacement())
      .to.emit(entities, 'ControllerReplacementCancelled')
      .withArgs(actors.oem, actors.newcomer)
    await networkHelpers.time.increase(8 * day)
    await expect(entities.connect(actors.newcomer).acceptController(actors.oem)).to.be.revertedWithCustomError(
      entities,
      'EntityRegistryReplacementUnknown',
    )
  })

  it('works for a suspended entity whose key was lost', async () => {
    const { entities, actors } = await loadFixture(assessedWorld)
    await entities.connect(actors.registrar).suspend(actors.oem)
    await entities.connect(actors.registrar).replaceController(actors.oem, actors.newcomer)
    await networkHelpers.time.increase(8 * day)
    await entities.connect(actors.newcomer).acceptController(actors.oem)
    expect((await entities.entity(actors.oem)).controller).to.equal(actors.newcomer.address)
  })
})
