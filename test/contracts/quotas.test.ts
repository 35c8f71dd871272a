import { expect } from 'chai'
import type { Addressable } from 'ethers'
import { assessmentDetails, keyIds, keyProtectionResult, reason } from './support/inputs.ts'
import { networkHelpers } from './support/network.ts'
import { assessedWorld, day, type World } from './support/world.ts'

const { loadFixture, time } = networkHelpers
/** Kinds of IEntityRegistry. */
const [KEYS, RECORDS] = [1n, 2n]

/** The OEM with a quota of five keys and two records a day, at the beginning of a UTC day. */
async function smallQuota() {
  const world = await assessedWorld()
  const { entities, keys, processes, actors } = world
  const midnight = (Math.floor((await time.latest()) / day) + 1) * day
  await time.increaseTo(midnight + 60)
  for (const entity of [actors.oem, actors.lab]) await entities.connect(actors.registrar).setQuota(entity, 5, 2)
  return {
    ...world,
    tomorrow: midnight + day,
    line: keys.connect(actors.oemLine),
    oem: processes.connect(actors.oem),
    usedOf: async (recorder: Addressable, entity: Addressable = actors.oem) => {
      const { keysUsed, recordsUsed } = await entities.quota(recorder, entity)
      return [keysUsed, recordsUsed]
    },
  }
}

describe('a quota of keys', () => {
  it('is counted for the entity that registers, not for the process’s owner', async () => {
    const { line, keys, processId, actors, usedOf } = await loadFixture(smallQuota)
    await line.createKeys(processId, 0, keyIds(3))
    expect(await usedOf(keys)).to.deep.equal([3n, 0n])
    expect(await usedOf(keys, actors.chipMaker)).to.deep.equal([0n, 0n])
  })

  it('refuses what would pass it, whole, and names quota, used, wanted and when it is free again', async () => {
    const { line, keys, entities, processId, actors, tomorrow, usedOf } = await loadFixture(smallQuota)
    await line.createKeys(processId, 0, keyIds(3, 'first'))
    await expect(line.createKeys(processId, 0, keyIds(3, 'second')))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
      .withArgs(actors.oem, KEYS, 5, 3, 3, tomorrow)
    expect(await keys.keyWord(keyIds(1, 'second')[0]!)).to.equal(0)
    await line.createKeys(processId, 0, keyIds(2, 'second'))
    expect(await usedOf(keys)).to.deep.equal([5n, 0n])
  })

  it('counts a repetition for nothing, and lets it through when nothing is left', async () => {
    const { line, keys, entities, processId, usedOf } = await loadFixture(smallQuota)
    await line.createKeys(processId, 0, keyIds(5))
    await line.createKeys(processId, 0, keyIds(5))
    expect(await usedOf(keys)).to.deep.equal([5n, 0n])
    await expect(line.createKeys(processId, 0, keyIds(6))).to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
  })

  it('counts a void entry that is registered again', async () => {
    const { line, keys, processId, actors, usedOf } = await loadFixture(smallQuota)
    await line.createKeys(processId, 0, keyIds(1))
    await keys.connect(actors.board).voidKeys(keyIds(1), reason('unspecified'))
    await line.createKeys(processId, 0, keyIds(1))
    expect(await usedOf(keys)).to.deep.equal([2n, 0n])
  })

  it('is free again at the next UTC midnight, not a second earlier', async () => {
    const { line, keys, entities, processId, tomorrow, usedOf } = await loadFixture(smallQuota)
    await line.createKeys(processId, 0, keyIds(5, 'today'))
    await time.setNextBlockTimestamp(tomorrow - 1)
    await expect(line.createKeys(processId, 0, keyIds(1, 'late'))).to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
    await time.setNextBlockTimestamp(tomorrow)
    await line.createKeys(processId, 0, keyIds(5, 'tomorrow'))
    expect(await usedOf(keys)).to.deep.equal([5n, 0n])
    await time.increase(30 * day)
    expect(await usedOf(keys)).to.deep.equal([0n, 0n])
  })
})

describe('a quota of records', () => {
  it('counts processes and line accounts together', async () => {
    const { oem, processes, entities, processId, actors, tomorrow, usedOf } = await loadFixture(smallQuota)
    await oem.create()
    await oem.nameLineAccount(processId, actors.newcomer)
    expect(await usedOf(processes)).to.deep.equal([0n, 2n])
    for (const write of [oem.create(), oem.nameLineAccount(processId, actors.intruder)]) {
      await expect(write)
        .to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
        .withArgs(actors.oem, RECORDS, 2, 2, 1, tomorrow)
    }
    await oem.nameLineAccount(processId, actors.newcomer)
  })

  it('counts a process that an assessor creates for the assessor: nobody uses up another’s', async () => {
    const { processes, entities, actors, usedOf } = await loadFixture(smallQuota)
    const lab = processes.connect(actors.lab)
    await lab.createFor(actors.oem)
    await lab.createFor(actors.oem)
    expect(await usedOf(processes)).to.deep.equal([0n, 0n])
    await expect(lab.createFor(actors.oem)).to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
  })

  it('counts originals, renewals and corrections of an assessor', async () => {
    const { assessments, entities, actors, keyGenerationId, keyProtectionId, completed, usedOf } = await loadFixture(smallQuota)
    const lab = assessments.connect(actors.lab)
    await lab.renew(keyGenerationId, assessmentDetails(completed + day))
    await lab.correctKeyProtection(keyProtectionId, assessmentDetails(completed), keyProtectionResult())
    expect(await usedOf(assessments, actors.lab)).to.deep.equal([0n, 2n])
    await expect(lab.renew(keyGenerationId, assessmentDetails(completed + day)))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
      .withArgs(actors.lab, RECORDS, 2, 2, 1, (await entities.quota(assessments, actors.lab)).freeAt)
  })

  it('is counted by each record contract for itself', async () => {
    const { entities, oem, processes, keys, actors, usedOf } = await loadFixture(smallQuota)
    await oem.create()
    expect([await usedOf(processes), await usedOf(keys)]).to.deep.equal([
      [0n, 1n],
      [0n, 0n],
    ])
    const index = await entities.indexOf(actors.oem)
    await entities.connect(actors.intruder).spend(index, RECORDS, 2)
    await oem.create()
    expect(await usedOf(actors.intruder)).to.deep.equal([0n, 2n])
    await expect(entities.connect(actors.intruder).spend(index, 0, 1)).to.be.revertedWithCustomError(
      entities,
      'EntityRegistryQuotaKindUnknown',
    )
  })
})

describe('the registrar', () => {
  it('finds a default of two million keys and a thousand records', async () => {
    const { entities, keys, actors } = await loadFixture(assessedWorld)
    expect([...(await entities.defaultQuota())]).to.deep.equal([2_000_000n, 1_000n])
    expect([...(await entities.ownQuota(actors.oem))]).to.deep.equal([0n, 0n])
    const { keysPerDay, recordsPerDay, freeAt } = await entities.quota(keys, actors.oem)
    expect([keysPerDay, recordsPerDay]).to.deep.equal([2_000_000n, 1_000n])
    expect(Number(freeAt) % day).to.equal(0)
    expect(Number(freeAt)).to.be.within(await time.latest(), (await time.latest()) + day)
  })

  it('sets either number of an entity, and takes it back to the default with 0', async () => {
    const { entities, actors, quotaOf } = await withQuotaOf()
    const registrar = entities.connect(actors.registrar)
    await expect(registrar.setQuota(actors.oem, 7, 0))
      .to.emit(entities, 'EntityQuotaSet')
      .withArgs(actors.oem, 7, 0)
    expect(await quotaOf()).to.deep.equal([7n, 1_000n])
    await expect(registrar.setQuota(actors.oem, 7, 0)).to.not.emit(entities, 'EntityQuotaSet')
    await registrar.setQuota(actors.oem, 0, 3)
    expect(await quotaOf()).to.deep.equal([2_000_000n, 3n])
    await registrar.setQuota(actors.oem, 0, 0)
    expect(await quotaOf()).to.deep.equal([2_000_000n, 1_000n])
    await expect(registrar.setQuota(actors.intruder, 7, 7)).to.be.revertedWithCustomError(entities, 'EntityRegistryEntityUnknown')
  })

  it('sets the default of all that have no number of their own', async () => {
    const { entities, actors, quotaOf } = await withQuotaOf()
    const registrar = entities.connect(actors.registrar)
    await registrar.setQuota(actors.oem, 7, 0)
    await expect(registrar.setDefaultQuota(40, 50)).to.emit(entities, 'DefaultQuotaSet').withArgs(40, 50)
    expect(await quotaOf()).to.deep.equal([7n, 50n])
    await expect(registrar.setDefaultQuota(40, 50)).to.not.emit(entities, 'DefaultQuotaSet')
    for (const [keysPerDay, recordsPerDay] of [
      [0, 50],
      [40, 0],
    ] as const) {
      await expect(registrar.setDefaultQuota(keysPerDay, recordsPerDay)).to.be.revertedWithCustomError(
        entities,
        'EntityRegistryDefaultQuotaZero',
      )
    }
  })

  it('lowers a quota below what is used: nothing more until it is free', async () => {
    const { entities, line, processId, actors, tomorrow } = await loadFixture(smallQuota)
    await line.createKeys(processId, 0, keyIds(4, 'first'))
    await entities.connect(actors.registrar).setQuota(actors.oem, 2, 2)
    await expect(line.createKeys(processId, 0, keyIds(1, 'second')))
      .to.be.revertedWithCustomError(entities, 'EntityRegistryQuotaExceeded')
      .withArgs(actors.oem, KEYS, 2, 4, 1, tomorrow)
    await entities.connect(actors.registrar).setQuota(actors.oem, 5, 2)
    await line.createKeys(processId, 0, keyIds(1, 'second'))
  })
})

async function withQuotaOf(): Promise<World & { quotaOf: () => Promise<bigint[]> }> {
  const world = await loadFixture(assessedWorld)
  const quotaOf = async () => {
    const { keysPerDay, recordsPerDay } = await world.entities.quota(world.keys, world.actors.oem)
    return [keysPerDay, recordsPerDay]
  }
  return { ...world, quotaOf }
}
