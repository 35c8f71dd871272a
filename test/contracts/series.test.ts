import { expect } from 'chai'
import { approve, renew } from './support/assessing.ts'
import { assessmentDetails, entityDetails, keyGenerationResult, keyIds, keyProtectionResult, reason } from './support/inputs.ts'
import { networkHelpers } from './support/network.ts'
import { assessedWorld, day, keyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const [proposed, approved, rejected, withdrawn, corrected] = [1n, 2n, 3n, 5n, 6n]

describe('approve', () => {
  it('sets the approval_date, and puts a renewal at the head with the results that it confirms', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keyGenerationId, completed } = world
    const renewal = await renew(world, keyGenerationId, completed + day)
    expect((await assessments.assessment(renewal)).state).to.equal(proposed)
    expect(await assessments.headOf(keyGenerationId)).to.equal(keyGenerationId)
    await approve(world, renewal)
    const { state, approvalDate, pastAssessmentId, keyGeneration } = await assessments.assessment(renewal)
    expect([state, Number(approvalDate), pastAssessmentId]).to.deep.equal([approved, await networkHelpers.time.latest(), keyGenerationId])
    expect(keyGeneration.location).to.equal('US 95814')
    expect(await assessments.headOf(keyGenerationId)).to.equal(renewal)
  })

  it('lets past_assessment_id name the original, however many renewals there are', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keyGenerationId, completed } = world
    for (const days of [1, 2, 3]) await approve(world, await renew(world, keyGenerationId, completed + days * day))
    expect((await assessments.assessment(5)).pastAssessmentId).to.equal(keyGenerationId)
  })

  it('takes over the results of the head as it is at approval', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keyGenerationId, completed, actors } = world
    const renewal = await renew(world, keyGenerationId, completed + day)
    const result = keyGenerationResult({ location: 'FR' })
    await assessments.connect(actors.lab).correctKeyGeneration(keyGenerationId, assessmentDetails(completed), result)
    await approve(world, 4n)
    await approve(world, renewal)
    expect((await assessments.assessment(renewal)).keyGeneration.location).to.equal('FR')
  })

  it('refuses a renewal that another one has overtaken', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keyGenerationId, completed, actors } = world
    const earlier = await renew(world, keyGenerationId, completed + day)
    await approve(world, await renew(world, keyGenerationId, completed + 2 * day))
    await expect(assessments.connect(actors.programmeManager).approve(earlier))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryCompletionTooEarly')
      .withArgs(completed + day, completed + 2 * day)
    await expect(assessments.connect(actors.lab).renew(keyGenerationId, assessmentDetails(completed + 2 * day)))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryCompletionTooEarly')
      .withArgs(completed + 2 * day, completed + 2 * day)
  })

  it('refuses the work of an assessor that was struck off since before it was completed', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, entities, keyGenerationId, completed, actors } = world
    const renewal = await renew(world, keyGenerationId, completed + day)
    await entities.connect(actors.board).strikeOff(actors.secondLab, completed + day)
    await expect(assessments.connect(actors.programmeManager).approve(renewal))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryAssessorStruckOff')
      .withArgs(renewal, actors.secondLab)
  })

  it('and reject act on what is proposed alone', async () => {
    const { assessments, actors } = await loadFixture(assessedWorld)
    const manager = assessments.connect(actors.programmeManager)
    for (const act of [manager.approve(1), manager.reject(1)]) {
      await expect(act).to.be.revertedWithCustomError(assessments, 'AssessmentRegistryStateWrong').withArgs(1, approved)
    }
    await expect(manager.approve(9)).to.be.revertedWithCustomError(assessments, 'AssessmentRegistryAssessmentUnknown').withArgs(9)
  })
})

describe('correct', () => {
  it('leaves no gap: the corrected record steps down when the correction is approved', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keys, keyGenerationId, processId, completed, actors } = world
    const correct = assessments.connect(actors.lab)
    await correct.correctKeyGeneration(keyGenerationId, assessmentDetails(completed), keyGenerationResult({ entropyBits: 128 }))
    await keys.connect(actors.oem).createKeys(processId, 0, keyIds(1))
    await expect(assessments.connect(actors.programmeManager).approve(3))
      .to.emit(assessments, 'AssessmentCorrected')
      .withArgs(keyGenerationId, 3)
    await keys.connect(actors.oem).createKeys(processId, 0, keyIds(1, 'later'))
    expect((await assessments.assessment(keyGenerationId)).state).to.equal(corrected)
    const head = await assessments.assessment(3)
    expect([head.correctsId, head.pastAssessmentId, head.keyGeneration.entropyBits]).to.deep.equal([keyGenerationId, keyGenerationId, 128n])
  })

  it('is refused for another record than the head, and of the other kind', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keyGenerationId, keyProtectionId, completed, actors } = world
    const lab = assessments.connect(actors.lab)
    await expect(lab.correctKeyGeneration(keyProtectionId, assessmentDetails(completed), keyGenerationResult()))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryKindWrong')
      .withArgs(keyProtectionId, 2)
    await lab.correctKeyGeneration(keyGenerationId, assessmentDetails(completed), keyGenerationResult())
    await approve(world, await renew(world, keyGenerationId, completed + day))
    await expect(assessments.connect(actors.programmeManager).approve(3))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryNotHead')
      .withArgs(keyGenerationId, 4)
    await expect(lab.correctKeyGeneration(keyGenerationId, assessmentDetails(completed), keyGenerationResult()))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryNotHead')
      .withArgs(keyGenerationId, 4)
  })

  it('lifts a suspension by the programme manager, who approves it, and none by the regulator', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keyProtectionId, completed, actors } = world
    const correct = () =>
      assessments.connect(actors.lab).correctKeyProtection(keyProtectionId, assessmentDetails(completed), keyProtectionResult())
    await assessments.connect(actors.programmeManager).suspendAsProgrammeManager(keyProtectionId, reason('unspecified'))
    await correct()
    await assessments.connect(actors.regulator).suspendAsRegulator(keyProtectionId, reason('unspecified'))
    await expect(assessments.connect(actors.programmeManager).approve(3))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistrySeriesNotInForce')
      .withArgs(keyProtectionId, 4)
    await expect(correct()).to.be.revertedWithCustomError(assessments, 'AssessmentRegistrySeriesNotInForce')
    await assessments.connect(actors.regulator).reinstateAsRegulator(keyProtectionId)
    await assessments.connect(actors.programmeManager).suspendAsProgrammeManager(keyProtectionId, reason('unspecified'))
    await approve(world, 3n)
    expect(await assessments.isInForce(keyProtectionId)).to.equal(true)
  })
})

describe('a series', () => {
  it('whose original is rejected frees the place in its process', async () => {
    const { assessments, processes, completed, actors } = await loadFixture(assessedWorld)
    await processes.connect(actors.oem).create()
    const lab = assessments.connect(actors.lab)
    await lab.recordKeyProtection(2, assessmentDetails(completed), keyProtectionResult())
    await expect(lab.recordKeyProtection(2, assessmentDetails(completed), keyProtectionResult()))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryPlaceTaken')
      .withArgs(2, 2, 3)
    await expect(assessments.connect(actors.programmeManager).reject(3)).to.emit(assessments, 'SeriesUnlinked').withArgs(2, 3, 2)
    expect((await assessments.assessment(3)).state).to.equal(rejected)
    await lab.recordKeyProtection(2, assessmentDetails(completed), keyProtectionResult())
    expect(await assessments.seriesOf(2)).to.deep.equal([0n, 4n])
  })

  it('of another owner is linked once, in force, by an assessor of whom the owner is independent', async () => {
    const { assessments, processes, entities, keyProtectionId, completed, actors } = await loadFixture(assessedWorld)
    await processes.connect(actors.oem).create()
    const lab = assessments.connect(actors.secondLab)
    await assessments.connect(actors.regulator).suspendAsRegulator(keyProtectionId, reason('unspecified'))
    await expect(lab.linkSeries(2, keyProtectionId)).to.be.revertedWithCustomError(assessments, 'AssessmentRegistrySeriesNotInForce')
    await assessments.connect(actors.regulator).reinstateAsRegulator(keyProtectionId)
    await entities.connect(actors.registrar).update(actors.oem, entityDetails('oem', { group: 'duns:lab' }))
    await expect(lab.linkSeries(2, keyProtectionId))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryNotIndependent')
      .withArgs(2, actors.lab)
    await entities.connect(actors.registrar).update(actors.oem, entityDetails('oem'))
    await expect(lab.linkSeries(2, keyProtectionId)).to.emit(assessments, 'SeriesLinked').withArgs(2, keyProtectionId, 2)
    expect((await (await lab.linkSeries(2, keyProtectionId)).wait())?.logs).to.deep.equal([])
    await expect(lab.recordKeyProtection(2, assessmentDetails(completed), keyProtectionResult()))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryPlaceTaken')
      .withArgs(2, 2, keyProtectionId)
    await expect(lab.linkSeries(2, 9)).to.be.revertedWithCustomError(assessments, 'AssessmentRegistrySeriesUnknown').withArgs(9)
  })

  it('is in force again with a renewal by somebody else when its assessor was struck off', async () => {
    const world = await loadFixture(keyedWorld)
    const { assessments, entities, keys, keyGenerationId, keyProtectionId, completed, actors, oemKeys } = world
    await entities.connect(actors.board).strikeOff(actors.lab, completed)
    expect(await assessments.isInForce(keyGenerationId)).to.equal(false)
    expect(await keys.effectiveStatus(oemKeys[0]!)).to.deep.equal([2n, 15n])
    await expect(keys.connect(actors.oem).createKeys(1, 0, keyIds(1)))
      .to.be.revertedWithCustomError(keys, 'KeyRegistrySeriesNotInForce')
      .withArgs(1, 1, keyGenerationId)
    await approve(world, await renew(world, keyGenerationId, completed + day))
    await approve(world, await renew(world, keyProtectionId, completed + day))
    expect(await keys.effectiveStatus(oemKeys[0]!)).to.deep.equal([1n, 0n])
  })

  it('outlives what was completed before its assessor was struck off, and the end of an accreditation', async () => {
    const { assessments, entities, keyGenerationId, completed, actors } = await loadFixture(assessedWorld)
    await entities.connect(actors.board).strikeOff(actors.lab, completed + 1)
    await networkHelpers.time.increase(1000 * day)
    expect(await assessments.isInForce(keyGenerationId)).to.equal(true)
  })

  it('is over when its head is withdrawn', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, keyGenerationId, completed, actors } = world
    const waiting = await renew(world, keyGenerationId, completed + day)
    await expect(assessments.connect(actors.board).withdraw(keyGenerationId, reason('aACompromise')))
      .to.emit(assessments, 'AssessmentWithdrawn')
      .withArgs(keyGenerationId, reason('aACompromise'))
    await expect(assessments.connect(actors.programmeManager).approve(waiting))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistrySeriesNotInForce')
      .withArgs(keyGenerationId, withdrawn)
    await expect(assessments.connect(actors.regulator).reinstateAsRegulator(keyGenerationId))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryStateWrong')
      .withArgs(keyGenerationId, withdrawn)
  })
})
