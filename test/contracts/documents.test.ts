import { expect } from 'chai'
import { documentKinds, toCode } from '../../src/domain/enumerations.ts'
import { assessmentDetails, criteria, documentDetails, keyGenerationResult, keyProtectionResult } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { deployRegistry } from './support/registry.ts'
import { assessedWorld, day } from './support/world.ts'

const { loadFixture, time } = networkHelpers
const kind = toCode(documentKinds, 'assessment_criteria')

async function boardsDocuments() {
  const { documents, actors } = await loadFixture(deployRegistry)
  return { documents: documents.connect(actors.board) }
}

describe('a document of the Governing Body', () => {
  it('is registered with kind, title, version and SHA-256, and counted from 1', async () => {
    const { documents } = await boardsDocuments()
    const details = documentDetails('Bylaws')
    await expect(documents.register(details))
      .to.emit(documents, 'DocumentRegistered')
      .withArgs(details.sha256Hash, details.kind, 'Bylaws', '1.0')
    const registered = [BigInt(details.kind), 'Bylaws', '1.0', details.sha256Hash, BigInt(await time.latest()), 0n]
    expect([...(await documents.document(details.sha256Hash))]).to.deep.equal(registered)
    expect([...(await documents.documentAt(1))]).to.deep.equal(registered)
    expect(await documents.documentCount()).to.equal(1)
  })

  it('has a new version as a document of its own', async () => {
    const { documents } = await boardsDocuments()
    await documents.register(documentDetails('Bylaws'))
    const next = documentDetails('Bylaws', { version: '2.0', sha256Hash: ethers.id('second') })
    await documents.register(next)
    expect((await documents.documentAt(2)).version).to.equal('2.0')
    expect((await documents.documentAt(1)).withdrawnAt).to.equal(0)
  })

  it('is withdrawn once and for good, and stays readable', async () => {
    const { documents } = await boardsDocuments()
    const { sha256Hash } = documentDetails('Bylaws')
    await documents.register(documentDetails('Bylaws'))
    await expect(documents.withdraw(sha256Hash)).to.emit(documents, 'DocumentWithdrawn').withArgs(sha256Hash)
    const withdrawn = await time.latest()
    await expect(documents.withdraw(sha256Hash)).to.not.emit(documents, 'DocumentWithdrawn')
    expect((await documents.document(sha256Hash)).withdrawnAt).to.equal(withdrawn)
    await expect(documents.register(documentDetails('Bylaws'))).to.be.revertedWithCustomError(documents, 'DocumentRegistryTaken')
  })

  it('is refused where hash, or title with version, stand already', async () => {
    const { documents } = await boardsDocuments()
    const details = documentDetails('Bylaws')
    await documents.register(details)
    await expect(documents.register({ ...details, title: 'Other' }))
      .to.be.revertedWithCustomError(documents, 'DocumentRegistryTaken')
      .withArgs(details.sha256Hash)
    await expect(documents.register({ ...details, sha256Hash: ethers.id('another file') }))
      .to.be.revertedWithCustomError(documents, 'DocumentRegistryVersionTaken')
      .withArgs('Bylaws', '1.0', details.sha256Hash)
    // of another kind it is another document
    await documents.register({ ...details, kind, sha256Hash: ethers.id('another file') })
  })

  const faults: readonly (readonly [string, Partial<ReturnType<typeof documentDetails>>, string, unknown[]])[] = [
    ['no kind', { kind: 0 }, 'KindUnknown', []],
    ['no title', { title: '' }, 'TitleInvalid', ['']],
    ['a title of 201 bytes', { title: 'x'.repeat(201) }, 'TitleInvalid', ['x'.repeat(201)]],
    ['no version', { version: '' }, 'VersionInvalid', ['']],
    ['a version of 33 bytes', { version: '1'.repeat(33) }, 'VersionInvalid', ['1'.repeat(33)]],
    ['no hash', { sha256Hash: ethers.ZeroHash }, 'HashZero', []],
  ]
  for (const [fault, over, error, args] of faults) {
    it(`is refused with ${fault}`, async () => {
      const { documents } = await boardsDocuments()
      const act = expect(documents.register(documentDetails('Bylaws', over)))
      await act.to.be.revertedWithCustomError(documents, `DocumentRegistry${error}`).withArgs(...args)
    })
  }

  it('that is unknown is said to be', async () => {
    const { documents } = await boardsDocuments()
    const unknown = ethers.id('unknown')
    for (const act of [documents.document(unknown), documents.withdraw(unknown)]) {
      await expect(act).to.be.revertedWithCustomError(documents, 'DocumentRegistryUnknown').withArgs(unknown)
    }
    for (const index of [0, 1]) {
      await expect(documents.documentAt(index)).to.be.revertedWithCustomError(documents, 'DocumentRegistryIndexUnknown').withArgs(index)
    }
  })
})

describe('criteria of an assessment', () => {
  it('need not be given', async () => {
    const { assessments, actors, completed, keyGenerationId } = await loadFixture(assessedWorld)
    await assessments.connect(actors.lab).renew(keyGenerationId, assessmentDetails(completed + day, { criteriaDigest: ethers.ZeroHash }))
  })

  it('are a registered document of assessment criteria, in originals, renewals and corrections', async () => {
    const { documents, processes, assessments, actors, completed, keyGenerationId, keyProtectionId } = await loadFixture(assessedWorld)
    const bylaws = documentDetails('Bylaws')
    await documents.connect(actors.board).register(bylaws)
    await processes.connect(actors.oem).create()
    const lab = assessments.connect(actors.lab)
    for (const criteriaDigest of [ethers.id('unknown'), bylaws.sha256Hash]) {
      const details = assessmentDetails(completed, { criteriaDigest })
      const later = { ...details, completionDate: completed + day }
      for (const act of [
        lab.recordKeyGeneration(2, details, keyGenerationResult()),
        lab.recordKeyProtection(2, details, keyProtectionResult()),
        lab.correctKeyGeneration(keyGenerationId, details, keyGenerationResult()),
        lab.correctKeyProtection(keyProtectionId, details, keyProtectionResult()),
      ]) {
        await expect(act).to.be.revertedWithCustomError(lab, 'AssessmentRegistryCriteriaUnknown').withArgs(criteriaDigest, completed)
      }
      await expect(lab.renew(keyGenerationId, later))
        .to.be.revertedWithCustomError(lab, 'AssessmentRegistryCriteriaUnknown')
        .withArgs(criteriaDigest, completed + day)
    }
  })

  it('that were withdrawn are refused for what is completed since, and stand for what was completed before', async () => {
    const { documents, assessments, actors, completed, keyGenerationId } = await loadFixture(assessedWorld)
    await documents.connect(actors.board).withdraw(criteria)
    const withdrawn = await time.latest()
    await time.increase(day)
    const lab = assessments.connect(actors.lab)
    await expect(lab.renew(keyGenerationId, assessmentDetails(withdrawn)))
      .to.be.revertedWithCustomError(lab, 'AssessmentRegistryCriteriaUnknown')
      .withArgs(criteria, withdrawn)
    await lab.renew(keyGenerationId, assessmentDetails(withdrawn - 1))
    await lab.correctKeyGeneration(keyGenerationId, assessmentDetails(completed), keyGenerationResult())
    expect((await assessments.assessment(keyGenerationId)).details.criteriaDigest).to.equal(criteria)
  })
})
