import { expect } from 'chai'
import type { Result } from 'ethers'
import { keyIds } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { day, keyedWorld, type KeyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const [conforming, nonconforming, notAvailable] = [1n, 2n, 3n]
const report = ethers.id('report')

type Sampled = KeyedWorld & { readonly from: number; readonly until: number; readonly drawBlock: number }

/** A sample of two keys of the chip maker's process, requested by the programme manager; its draw block is not there yet. */
async function requestedWorld(): Promise<Sampled> {
  const world = await keyedWorld()
  const until = await networkHelpers.time.latest()
  await world.samples.connect(world.actors.programmeManager).requestAsProgrammeManager(world.processId, until - day, until, 2)
  return { ...world, from: until - day, until, drawBlock: (await networkHelpers.time.latestBlock()) + 2 }
}

/** The same in the first block in which it can be drawn, so that the next transaction may draw it. */
async function drawableWorld(): Promise<Sampled> {
  const world = await requestedWorld()
  await networkHelpers.mineUpTo(world.drawBlock)
  return world
}

const hashOf = async (block: number) => (await ethers.provider.getBlock(block))!.hash!

describe('request', () => {
  it('names period, size and the block that draws, two blocks later', async () => {
    const { samples, actors, processId, from, until, drawBlock } = await loadFixture(requestedWorld)
    const { requestedAt, ...sample } = ((await samples.sample(1)) as unknown as Result).toObject()
    const requested = { sampleId: 1n, processId, requestedBy: actors.programmeManager.address, from: BigInt(from), until: BigInt(until) }
    expect(sample).to.deep.equal({ ...requested, size: 2n, drawBlock: BigInt(drawBlock), seed: ethers.ZeroHash })
    expect(Number(requestedAt)).to.equal(await networkHelpers.time.latest())
    await expect(samples.connect(actors.secondLab).requestAsAssessor(processId, from, until, 5))
      .to.emit(samples, 'SampleRequested')
      .withArgs(2, processId, actors.secondLab, from, until, 5, (await networkHelpers.time.latestBlock()) + 3)
    expect(await samples.sampleCount()).to.equal(2)
  })

  it('is refused for no process, no key, and a period that is none or ends in the future', async () => {
    const { samples, processes, actors, processId, until } = await loadFixture(requestedWorld)
    const regulator = samples.connect(actors.regulator)
    await expect(regulator.requestAsRegulator(9, 0, until, 1))
      .to.be.revertedWithCustomError(processes, 'ProcessRegistryProcessUnknown')
      .withArgs(9)
    await expect(regulator.requestAsRegulator(processId, 0, until, 0)).to.be.revertedWithCustomError(samples, 'SampleRegistrySizeZero')
    for (const [start, end] of [
      [until + 1, until],
      [0, until + day],
    ] as const) {
      await expect(regulator.requestAsRegulator(processId, start, end, 1))
        .to.be.revertedWithCustomError(samples, 'SampleRegistryPeriodInvalid')
        .withArgs(start, end)
    }
    const next = until + 100
    await networkHelpers.time.setNextBlockTimestamp(next)
    await regulator.requestAsRegulator(processId, next, next, 1)
  })

  it('by an assessor counts against its quota, as findings do', async () => {
    const { samples, entities, actors, processId, until, oemKeys } = await loadFixture(drawableWorld)
    await entities.connect(actors.registrar).setQuota(actors.lab, 0, 2)
    const lab = samples.connect(actors.lab)
    await lab.requestAsAssessor(processId, 0, until, 1)
    await lab.recordFinding(1, oemKeys[0]!, conforming, report)
    expect((await entities.quota(samples.target, actors.lab)).recordsUsed).to.equal(2)
    const another = [() => lab.requestAsAssessor(processId, 0, until, 1), () => lab.recordFinding(1, oemKeys[1]!, conforming, report)]
    for (const act of another) {
      await expect(act()).to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
    }
  })
})

describe('draw', () => {
  it('keeps the hash of the draw block, which did not exist when the sample was requested', async () => {
    const { samples, actors, drawBlock } = await loadFixture(drawableWorld)
    await expect(samples.connect(actors.intruder).draw(1))
      .to.emit(samples, 'SampleDrawn')
      .withArgs(1, await hashOf(drawBlock))
    expect((await samples.sample(1)).seed).to.equal(await hashOf(drawBlock))
  })

  it('draws once: later it changes nothing and says nothing', async () => {
    const { samples, drawBlock } = await loadFixture(drawableWorld)
    await samples.draw(1)
    await networkHelpers.mine(300)
    expect((await (await samples.draw(1)).wait())?.logs).to.deep.equal([])
    expect((await samples.sample(1)).seed).to.equal(await hashOf(drawBlock))
  })

  it('is refused up to the draw block itself', async () => {
    const { samples, drawBlock } = await loadFixture(requestedWorld)
    for (let block = drawBlock - 1; block <= drawBlock; block++) {
      await expect(samples.draw(1)).to.be.revertedWithCustomError(samples, 'SampleRegistryTooEarly').withArgs(1, drawBlock)
      await networkHelpers.mine(1)
    }
    await samples.draw(1)
  })

  for (const [later, can] of [
    [256, true],
    [257, false],
  ] as const) {
    it(`${can ? 'keeps' : 'no longer sees'} the hash ${later} blocks later`, async () => {
      const { samples, drawBlock } = await loadFixture(drawableWorld)
      await networkHelpers.mineUpTo(drawBlock + later - 1)
      if (can) await expect(samples.draw(1)).to.emit(samples, 'SampleDrawn')
      else await expect(samples.draw(1)).to.be.revertedWithCustomError(samples, 'SampleRegistryBlockTooOld').withArgs(1, drawBlock)
    })
  }

  it('is of a sample that is there', async () => {
    const { samples, actors, oemKeys } = await loadFixture(drawableWorld)
    const [key] = oemKeys as [string]
    const acts = [
      () => samples.draw(2),
      () => samples.sample(2),
      () => samples.findingOf(2, key),
      () => samples.connect(actors.lab).recordFinding(2, key, conforming, report),
    ]
    for (const act of acts) {
      await expect(act()).to.be.revertedWithCustomError(samples, 'SampleRegistrySampleUnknown').withArgs(2)
    }
  })
})

describe('recordFinding', () => {
  it('keeps result, report, assessor and time of a key, and the latest counts', async () => {
    const { samples, actors, processId, oemKeys } = await loadFixture(drawableWorld)
    const [key] = oemKeys as [string]
    expect((await samples.findingOf(1, key)).result).to.equal(0)
    await expect(samples.connect(actors.lab).recordFinding(1, key, nonconforming, report))
      .to.emit(samples, 'FindingRecorded')
      .withArgs(1, processId, key, nonconforming, report, actors.lab)
    const corrected = ethers.id('corrected report')
    await samples.connect(actors.secondLab).recordFinding(1, key, notAvailable, corrected)
    const finding = await samples.findingOf(1, key)
    const time = BigInt(await networkHelpers.time.latest())
    expect([...finding]).to.deep.equal([notAvailable, actors.secondLab.address, time, corrected])
  })

  it('of what is recorded already says nothing', async () => {
    const { samples, actors, oemKeys } = await loadFixture(drawableWorld)
    const record = async () => (await samples.connect(actors.lab).recordFinding(1, oemKeys[0]!, conforming, report)).wait()
    await record()
    expect((await record())?.logs).to.deep.equal([])
  })

  it('is possible where nobody kept the hash in time, and of keys whose status is final', async () => {
    const { samples, keys, actors, oemKeys } = await loadFixture(drawableWorld)
    await networkHelpers.mine(300)
    await keys.connect(actors.oem).retireKeys([oemKeys[0]!])
    await samples.connect(actors.lab).recordFinding(1, oemKeys[0]!, notAvailable, report)
  })

  it('is refused before the draw block, without a report, and for a result that there is not', async () => {
    const { samples, actors, oemKeys, drawBlock } = await loadFixture(requestedWorld)
    const record = (result: bigint, digest: string) => samples.connect(actors.lab).recordFinding(1, oemKeys[0]!, result, digest)
    await expect(record(conforming, report)).to.be.revertedWithCustomError(samples, 'SampleRegistryTooEarly').withArgs(1, drawBlock)
    await networkHelpers.mine(2)
    for (const result of [0n, 4n]) {
      await expect(record(result, report)).to.be.revertedWithCustomError(samples, 'SampleRegistryResultUnknown').withArgs(result)
    }
    await expect(record(conforming, ethers.ZeroHash)).to.be.revertedWithCustomError(samples, 'SampleRegistryReportZero')
  })

  it('is refused for a key of another process, and for one that nobody registered', async () => {
    const { samples, keys, processes, assessments, actors, keyGenerationId, keyProtectionId } = await loadFixture(drawableWorld)
    await processes.connect(actors.otherOem).create()
    for (const series of [keyGenerationId, keyProtectionId]) await assessments.connect(actors.lab).linkSeries(2, series)
    const [foreign, unknown] = keyIds(2, 'foreign') as [string, string]
    await keys.connect(actors.otherOem).createKeys(2, 0, [foreign])
    const lab = samples.connect(actors.lab)
    await expect(lab.recordFinding(1, foreign, conforming, report))
      .to.be.revertedWithCustomError(samples, 'SampleRegistryProcessWrong')
      .withArgs(foreign, 2)
    await expect(lab.recordFinding(1, unknown, conforming, report))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryKeyUnknown')
      .withArgs(unknown)
  })
})
