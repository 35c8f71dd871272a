import { expect } from 'chai'
import type { Result } from 'ethers'
import { assessmentDetails, keyGenerationResult, keyProtectionResult } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { assessedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers

/** The OEM's process, which has no assessments yet, and the lab that makes them. */
async function bareProcess() {
  const world = await loadFixture(assessedWorld)
  await world.processes.connect(world.actors.oem).create()
  return { ...world, lab: world.assessments.connect(world.actors.lab), processId: 2n }
}

describe('record', () => {
  it('keeps every field of tables 6 and 7 and answers with it', async () => {
    const { assessments, lab, processId, completed, actors } = await bareProcess()
    const details = assessmentDetails(completed, { keyGeneratorId: actors.chipMaker.address, manufacturerId: actors.oem.address })
    const result = keyGenerationResult()
    await expect(lab.recordKeyGeneration(processId, details, result))
      .to.emit(assessments, 'AssessmentRecorded')
      .withArgs(3, processId, actors.lab, 1, 0, 0, Object.values(details))
      .and.to.emit(assessments, 'KeyGenerationResultRecorded')
      .withArgs(3, Object.values(result))
      .and.to.emit(assessments, 'SeriesLinked')
      .withArgs(processId, 3, 1)
    const assessment = await assessments.assessment(3)
    expect([...(assessment.details as unknown as Result)]).to.deep.equal(Object.values({ ...details, completionDate: BigInt(completed) }))
    expect((assessment.keyGeneration as unknown as Result).toObject()).to.deep.equal({
      ...result,
      cryptographicStrength: 128n,
      keyGenerationEntity: 1n,
      entropyBits: 256n,
      entropySource: 2n,
    })
    expect([assessment.kind, assessment.state, assessment.pastAssessmentId, assessment.approvalDate]).to.deep.equal([1n, 1n, 0n, 0n])
  })

  it('keeps every field of table 8 and answers with it', async () => {
    const { assessments, lab, processId, completed } = await bareProcess()
    const result = keyProtectionResult()
    await expect(lab.recordKeyProtection(processId, assessmentDetails(completed), result))
      .to.emit(assessments, 'KeyProtectionResultRecorded')
      .withArgs(3, Object.values(result))
    const { keyProtection, kind } = await assessments.assessment(3)
    expect([...(keyProtection as unknown as Result)]).to.deep.equal([1n, 1n, 1n, result.certifications])
    expect(kind).to.equal(2n)
  })

  const details: readonly (readonly [string, Partial<ReturnType<typeof assessmentDetails>>, string, unknown[]])[] = [
    ['a completion_date in the future', { completionDate: 4_000_000_000 }, 'CompletionInFuture', [4_000_000_000]],
    ['no completion_date', { completionDate: 0 }, 'ValueInvalid', ['completion_date', 0]],
    ['no reference', { referenceDigest: ethers.ZeroHash }, 'ValueInvalid', ['reference', 0]],
    ['no scope', { scope: '' }, 'TextInvalid', ['scope', '']],
    ['a scope of 201 bytes', { scope: 'x'.repeat(201) }, 'TextInvalid', ['scope', 'x'.repeat(201)]],
  ]
  for (const [fault, over, error, args] of details) {
    it(`refuses ${fault}`, async () => {
      const { lab, processId, completed } = await bareProcess()
      await expect(lab.recordKeyProtection(processId, assessmentDetails(completed, over), keyProtectionResult()))
        .to.be.revertedWithCustomError(lab, `AssessmentRegistry${error}`)
        .withArgs(...args)
    })
  }

  it('refuses a key generator and a manufacturer that are not registered', async () => {
    const { lab, entities, processId, completed, actors } = await bareProcess()
    for (const field of ['keyGeneratorId', 'manufacturerId']) {
      const over = assessmentDetails(completed, { [field]: actors.intruder.address })
      await expect(lab.recordKeyProtection(processId, over, keyProtectionResult()))
        .to.be.revertedWithCustomError(entities, 'EntityRegistryEntityUnknown')
        .withArgs(actors.intruder)
    }
  })

  const generations: readonly (readonly [string, Partial<ReturnType<typeof keyGenerationResult>>, unknown])[] = [
    ['cryptographic_strength', { cryptographicStrength: 0 }, 0],
    ['cryptographic_strength', { cryptographicStrength: 513 }, 513],
    ['key_generation_entity', { keyGenerationEntity: 0 }, 0],
    ['key_generation_entity', { keyGenerationEntity: 9 }, 9],
    ['entropy_bits', { entropyBits: 0 }, 0],
    ['entropy_bits', { entropyBits: 4097 }, 4097],
    ['entropy_source', { entropySource: 9 }, 9],
    ['certifications', { certifications: 1n << 40n }, 1n << 40n],
  ]
  for (const [field, over, value] of generations) {
    it(`refuses ${field} ${String(value)} in table 7`, async () => {
      const { lab, processId, completed } = await bareProcess()
      await expect(lab.recordKeyGeneration(processId, assessmentDetails(completed), keyGenerationResult(over)))
        .to.be.revertedWithCustomError(lab, 'AssessmentRegistryValueInvalid')
        .withArgs(field, value)
    })
  }

  const protections: readonly (readonly [string, Partial<ReturnType<typeof keyProtectionResult>>, unknown])[] = [
    ['key_storage', { keyStorage: 0 }, 0],
    ['key_storage', { keyStorage: 9 }, 9],
    ['access_control', { accessControl: 5 }, 5],
    ['device_integrity', { deviceIntegrity: 4 }, 4],
    ['certifications', { certifications: 1n << 63n }, 1n << 63n],
  ]
  for (const [field, over, value] of protections) {
    it(`refuses ${field} ${String(value)} in table 8`, async () => {
      const { lab, processId, completed } = await bareProcess()
      await expect(lab.recordKeyProtection(processId, assessmentDetails(completed), keyProtectionResult(over)))
        .to.be.revertedWithCustomError(lab, 'AssessmentRegistryValueInvalid')
        .withArgs(field, value)
    })
  }

  for (const location of ['', 'U', 'XX', 'us', 'US ', 'US  95814', 'US 95814 ', 'US-95814', 'US 95814é', `US ${'1'.repeat(13)}`]) {
    it(`refuses the location "${location}"`, async () => {
      const { lab, processId, completed } = await bareProcess()
      await expect(lab.recordKeyGeneration(processId, assessmentDetails(completed), keyGenerationResult({ location })))
        .to.be.revertedWithCustomError(lab, 'AssessmentRegistryTextInvalid')
        .withArgs('location', location)
    })
  }

  for (const location of ['DE', 'GB SW1A 1AA', 'US 95814-0001', `BR ${'1'.repeat(12)}`, 'IE D']) {
    it(`takes the location "${location}"`, async () => {
      const { assessments, lab, processId, completed } = await bareProcess()
      await lab.recordKeyGeneration(processId, assessmentDetails(completed), keyGenerationResult({ location }))
      expect((await assessments.assessment(3)).keyGeneration.location).to.equal(location)
    })
  }
})
