import { expect } from 'chai'
import { approve, renew } from './support/assessing.ts'
import type { ActorName } from './support/actors.ts'
import { assessmentDetails, entityDetails, keyGenerationResult, keyProtectionResult, roleBits } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { refusalOf } from './support/refusal.ts'
import { assessedWorld, day, type World } from './support/world.ts'

const { loadFixture } = networkHelpers
/** Of AssessmentStorage, as storage.snapshot.json has it. */
const otherOwnersSlot = 6

/** The OEM's process, the second one, shares the protection series of the chip maker's with it; the second lab said so. */
async function sharedWorld(): Promise<World> {
  const world = await assessedWorld()
  await world.processes.connect(world.actors.oem).create()
  await world.assessments.connect(world.actors.secondLab).linkSeries(2, world.keyProtectionId)
  return world
}

/** Makes `lab` a company of the group of `parent`. */
async function join({ entities, actors }: World, lab: ActorName, parent: ActorName): Promise<void> {
  await entities.connect(actors.registrar).update(actors[lab], entityDetails(lab, { group: `duns:${parent}` }))
}

/** Everything by which an assessor puts its name to the shared series; each names it, and whom it assesses. */
const acts: Record<string, (world: World, lab: ActorName) => Promise<unknown>> = {
  renew: ({ assessments, actors, keyProtectionId, completed }, lab) =>
    assessments.connect(actors[lab]).renew(keyProtectionId, assessmentDetails(completed + day)),
  correct: ({ assessments, actors, keyProtectionId, completed }, lab) =>
    assessments.connect(actors[lab]).correctKeyProtection(keyProtectionId, assessmentDetails(completed), keyProtectionResult()),
  link: async ({ processes, assessments, actors, keyProtectionId }, lab) => {
    await processes.connect(actors.otherOem).create()
    return assessments.connect(actors[lab]).linkSeries(3, keyProtectionId)
  },
}

describe('an assessor', () => {
  for (const [name, act] of Object.entries(acts)) {
    it(`does not ${name} an assessment that the process of an owner of its group shares`, async () => {
      const world = await loadFixture(sharedWorld)
      await join(world, 'secondLab', 'oem')
      const refusal = await refusalOf(act(world, 'secondLab'))
      expect(refusal?.name).to.equal('AssessmentRegistryConflictOfInterest')
      expect([...refusal!.args]).to.deep.equal([world.actors.secondLab.address, world.actors.oem.address])
      await join(world, 'secondLab', 'utility')
      expect(await refusalOf(act(world, 'secondLab'))).to.equal(null)
    })
  }

  for (const field of ['keyGeneratorId', 'manufacturerId'] as const) {
    it(`does not assess where it, or one of its group, is the ${field}`, async () => {
      const { assessments, entities, processes, actors, completed } = await loadFixture(assessedWorld)
      await processes.connect(actors.oem).create()
      const record = (lab: ActorName, entity: ActorName) =>
        assessments
          .connect(actors[lab])
          .recordKeyGeneration(2, assessmentDetails(completed, { [field]: actors[entity].address }), keyGenerationResult())
      await expect(record('chipMakersLab', 'chipMaker'))
        .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryConflictOfInterest')
        .withArgs(actors.chipMakersLab, actors.chipMaker)
      await expect(record('lab', 'lab'))
        .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryConflictOfInterest')
        .withArgs(actors.lab, actors.lab)
      await record('lab', 'chipMaker')
      // what the head names counts for those who link it
      await assessments.connect(actors.programmeManager).approve(3)
      await processes.connect(actors.otherOem).create()
      await expect(assessments.connect(actors.chipMakersLab).linkSeries(3, 3))
        .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryConflictOfInterest')
        .withArgs(actors.chipMakersLab, actors.chipMaker)
      expect(await entities.sameGroup(1, 6)).to.equal(true)
    })
  }

  it('whose draft waits does not get it approved when meanwhile an owner of its group shares the series', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, processes, actors, keyProtectionId, completed } = world
    await processes.connect(actors.oem).create()
    const renewal = await renew(world, keyProtectionId, completed + day)
    await join(world, 'secondLab', 'oem')
    await assessments.connect(actors.lab).linkSeries(2, keyProtectionId)
    await expect(approve(world, renewal))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistryConflictOfInterest')
      .withArgs(actors.secondLab, actors.oem)
    await join(world, 'secondLab', 'utility')
    await approve(world, renewal)
  })
})

describe('linkedOwners', () => {
  it('names each owner once, from the one that the series was recorded for', async () => {
    const { assessments, processes, actors, keyProtectionId, keyGenerationId } = await loadFixture(sharedWorld)
    for (const owner of [actors.chipMaker, actors.oem, actors.otherOem]) await processes.connect(owner).create()
    for (const processId of [3, 4, 5]) await assessments.connect(actors.lab).linkSeries(processId, keyProtectionId)
    const owners = [actors.chipMaker, actors.oem, actors.otherOem].map(({ address }) => address)
    expect(await assessments.linkedOwners(keyProtectionId)).to.deep.equal(owners)
    expect(await assessments.linkedOwners(keyGenerationId)).to.deep.equal([actors.chipMaker.address])
    await expect(assessments.linkedOwners(9)).to.be.revertedWithCustomError(assessments, 'AssessmentRegistrySeriesUnknown').withArgs(9)
  })

  it('names nobody where the original was rejected', async () => {
    const { assessments, actors, completed } = await loadFixture(sharedWorld)
    await assessments.connect(actors.lab).recordKeyGeneration(2, assessmentDetails(completed), keyGenerationResult())
    expect(await assessments.linkedOwners(3)).to.deep.equal([actors.oem.address])
    await assessments.connect(actors.programmeManager).reject(3)
    expect(await assessments.linkedOwners(3)).to.deep.equal([])
  })

  it('lack those linked before owners were counted, until the link is made again', async () => {
    const { assessments, actors, keyProtectionId } = await loadFixture(sharedWorld)
    const owners = await assessments.linkedOwners(keyProtectionId)
    const slot = ethers.solidityPackedKeccak256(['uint256', 'uint256'], [keyProtectionId, otherOwnersSlot])
    await networkHelpers.setStorageAt(await assessments.getAddress(), slot, 0)
    expect(await assessments.linkedOwners(keyProtectionId)).to.deep.equal([actors.chipMaker.address])
    expect((await (await assessments.connect(actors.lab).linkSeries(2, keyProtectionId)).wait())?.logs).to.deep.equal([])
    expect(await assessments.linkedOwners(keyProtectionId)).to.deep.equal(owners)
  })

  it('are 100 at most, and 100 can still be approved for', async () => {
    const world = await loadFixture(assessedWorld)
    const { assessments, entities, processes, actors, keyProtectionId, completed } = world
    const register = async (number: number) => {
      const owner = ethers.getAddress(ethers.toBeHex(0x10_000 + number, 20))
      await entities
        .connect(actors.registrar)
        .register(owner, entityDetails(`owner${number}`, { group: `duns:group${number}` }), roleBits('manufacturer'), '')
      return owner
    }
    const link = async (owner: string) => {
      await processes.connect(actors.lab).createFor(owner)
      return assessments.connect(actors.lab).linkSeries(await processes.processCount(), keyProtectionId)
    }
    const first = await entities.entityCount()
    const owners: string[] = []
    for (let number = 0; number < 100; number++) owners.push(await register(number))
    // 98 owners as their links would have left them, which takes minutes one by one
    await count(
      assessments,
      keyProtectionId,
      owners.slice(0, 98).map((_, number) => first + 1n + BigInt(number)),
    )
    await link(owners[98]!)
    await expect(link(owners[99]!))
      .to.be.revertedWithCustomError(assessments, 'AssessmentRegistrySeriesFull')
      .withArgs(keyProtectionId, 100)
    const linked = await assessments.linkedOwners(keyProtectionId)
    expect(linked).to.deep.equal([actors.chipMaker.address, ...owners.slice(0, 99)])
    await link(owners[5]!)
    await link(actors.chipMaker.address)
    const renewal = await renew(world, keyProtectionId, completed + day)
    const approval = await assessments.connect(actors.programmeManager).approve(renewal)
    expect(Number((await approval.wait())?.gasUsed)).to.be.below(5_000_000)
  })
})

/** Puts entities, by their indices of 32 bits, among the owners of a series. */
async function count(assessments: World['assessments'], seriesId: bigint, indices: readonly bigint[]): Promise<void> {
  const address = await assessments.getAddress()
  const length = ethers.solidityPackedKeccak256(['uint256', 'uint256'], [seriesId, otherOwnersSlot])
  await networkHelpers.setStorageAt(address, length, indices.length)
  for (let start = 0; start < indices.length; start += 8) {
    const word = indices.slice(start, start + 8).reduce((sum, index, place) => sum + (index << BigInt(32 * place)), 0n)
    const slot = BigInt(ethers.keccak256(length)) + BigInt(start / 8)
    await networkHelpers.setStorageAt(address, ethers.toBeHex(slot, 32), word)
  }
}
