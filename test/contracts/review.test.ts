import { expect } from 'chai'
import { renew } from './support/assessing.ts'
import { assessmentDetails, keyIds, keyProtectionResult } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { assessedWorld, day } from './support/world.ts'

const { loadFixture } = networkHelpers
const [approved, rejected] = [2n, 3n]
const digest = ethers.id('comment')

describe('comment', () => {
  it('binds what the programme manager says to a draft by its hash, and changes nothing', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, actors, keyGenerationId, completed } = world
    const draft = await renew(world, keyGenerationId, completed + day)
    const before = await assessments.assessment(draft)
    const manager = assessments.connect(actors.programmeManager)
    for (let time = 0; time < 2; time++) {
      await expect(manager.comment(draft, digest)).to.emit(assessments, 'AssessmentCommented').withArgs(draft, digest)
    }
    expect(await assessments.assessment(draft)).to.deep.equal(before)
  })

  it('is refused without a hash, and on what is no draft', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, actors, keyGenerationId, completed } = world
    const draft = await renew(world, keyGenerationId, completed + day)
    const manager = assessments.connect(actors.programmeManager)
    await expect(manager.comment(draft, ethers.ZeroHash))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryValueInvalid')
      .withArgs('comment', 0)
    await expect(manager.comment(keyGenerationId, digest))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryStateWrong')
      .withArgs(keyGenerationId, approved)
    await expect(manager.comment(9, digest)).to.be.revertedWithCustomError(assessments, 'AssessmentRegistryAssessmentUnknown').withArgs(9)
  })
})

describe('retract', () => {
  it('makes a draft rejected, by its assessor, and frees the place of an original', async () => {
    const { assessments, processes, actors, completed } = await loadFixture(assessedWorld)
    await processes.connect(actors.oem).create()
    const lab = assessments.connect(actors.lab)
    await lab.recordKeyProtection(2, assessmentDetails(completed), keyProtectionResult())
    await expect(lab.retract(3))
      .to.emit(assessments, 'AssessmentRetracted')
      .withArgs(3, 3)
      .and.to.emit(assessments, 'SeriesUnlinked')
      .withArgs(2, 3, 2)
    const { state, stateBy, stateSince } = await assessments.assessment(3)
    expect([state, stateBy, Number(stateSince)]).to.deep.equal([rejected, 1n, await networkHelpers.time.latest()])
    await lab.recordKeyProtection(2, assessmentDetails(completed), keyProtectionResult())
    expect(await assessments.seriesOf(2)).to.deep.equal([0n, 4n])
  })

  it('of a renewal leaves head and links as they are', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keys, actors, processId, keyGenerationId, keyProtectionId, completed } = world
    const draft = await renew(world, keyGenerationId, completed + day)
    const receipt = await (await assessments.connect(actors.secondLab).retract(draft)).wait()
    expect(receipt?.logs.length).to.equal(1)
    expect(await assessments.headOf(keyGenerationId)).to.equal(keyGenerationId)
    expect(await assessments.seriesOf(processId)).to.deep.equal([keyGenerationId, keyProtectionId])
    await keys.connect(actors.oem).createKeys(processId, 0, keyIds(1))
  })

  it('is for drafts alone, and once', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, actors, keyGenerationId, completed } = world
    await expect(assessments.connect(actors.lab).retract(keyGenerationId))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryStateWrong')
      .withArgs(keyGenerationId, approved)
    const draft = await renew(world, keyGenerationId, completed + day)
    await expect(assessments.connect(actors.lab).retract(draft))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryNotAssessor')
      .withArgs(draft, actors.lab)
    await assessments.connect(actors.secondLab).retract(draft)
    const lab = assessments.connect(actors.secondLab)
    for (const again of [() => lab.retract(draft), () => assessments.connect(actors.programmeManager).approve(draft)]) {
      await expect(again()).to.be.revertedWithCustomError(assessments, 'AssessmentRegistryStateWrong').withArgs(draft, rejected)
    }
  })

  it('is open to an assessor that is struck off', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, entities, actors, keyGenerationId, completed } = world
    const draft = await renew(world, keyGenerationId, completed + day)
    await entities.connect(actors.board).strikeOff(actors.secondLab, completed)
    await expect(assessments.connect(actors.secondLab).retract(draft)).to.emit(assessments, 'AssessmentRetracted').withArgs(draft, 1)
  })
})

describe('setValidity', () => {
  it('sets for how long assessments are valid and tolerated, and says nothing when nothing changes', async () => {
    const { assessments, actors } = await loadFixture(assessedWorld)
    const board = assessments.connect(actors.board)
    expect(await assessments.validity()).to.deep.equal([0n, 0n])
    const [validity, grace] = [1095 * day, 90 * day]
    await expect(board.setValidity(validity, grace)).to.emit(assessments, 'ValiditySet').withArgs(validity, grace)
    expect(await assessments.validity()).to.deep.equal([BigInt(validity), BigInt(grace)])
    expect((await (await board.setValidity(validity, grace)).wait())?.logs).to.deep.equal([])
    await board.setValidity(0, 0)
    expect(await assessments.validity()).to.deep.equal([0n, 0n])
  })

  it('refuses a grace after no limit', async () => {
    const { assessments, actors } = await loadFixture(assessedWorld)
    await expect(assessments.connect(actors.board).setValidity(0, day))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryValueInvalid')
      .withArgs('grace_seconds', day)
  })

  it('changes no state as time goes by', async () => {
    const { assessments, keys, actors, processId, keyGenerationId } = await loadFixture(assessedWorld)
    await assessments.connect(actors.board).setValidity(day, day)
    await networkHelpers.time.increase(1000 * day)
    expect(await assessments.isInForce(keyGenerationId)).to.equal(true)
    await keys.connect(actors.oem).createKeys(processId, 0, keyIds(1))
    expect(await keys.effectiveStatus(keyIds(1)[0]!)).to.deep.equal([1n, 0n])
  })
})
