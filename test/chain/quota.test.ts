import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { createKeys } from '../../src/chain/calls/key-calls.ts'
import { createProcess } from '../../src/chain/calls/process-calls.ts'
import { setDefaultQuota, setQuota } from '../../src/chain/calls/quota-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readDefaultQuota, readOwnQuota, readQuota } from '../../src/chain/reads/quota.ts'
import { toTime, type Hex } from '../../src/domain/fields.ts'
import { quotaRecord } from '../../src/domain/records.ts'
import { problemOf } from '../support/problem-of.ts'
import { deployWorld, type World } from '../support/world.ts'

const newKeys = (count: number) => Array.from({ length: count }, (): Hex => `0x${randomBytes(32).toString('hex')}`)

describe('a quota, on the chain', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const quotaOf = async (actor: 'chip_maker' | 'assessor' | 'intruder') =>
    readQuota(world.registry, world.actors[actor].account, (await readBlock(world.client)).block)

  it('is the default, and tells what each record contract has counted today', async () => {
    const maker = await quotaOf('chip_maker')
    expect(quotaRecord.parse(maker)).to.deep.equal(maker)
    expect(maker?.keys).to.deep.equal({ per_day: 2_000_000, used: 0, is_default: true })
    expect(maker?.processes).to.deep.equal({ per_day: 1000, used: 1, is_default: true })
    expect((await quotaOf('assessor'))?.assessments.used).to.equal(4)
    expect((await quotaOf('assessor'))?.samples).to.deep.equal({ per_day: 1000, used: 0, is_default: true })
    expect(await quotaOf('intruder')).to.equal(undefined)
  })

  it('refuses keys with quota, used, wanted and the next UTC midnight', async () => {
    const { contracts } = world.deployment
    const { process_id } = world.processes.secure_element
    const maker = world.actors.chip_maker.account
    await world.act('registrar', setQuota(contracts, maker, { keys: 5, records: 0 }))
    await world.act('chip_maker', createKeys(contracts, process_id, undefined, newKeys(3)))
    const day = 86_400
    const midnight = toTime((Math.floor(Date.parse((await readBlock(world.client)).time) / 1000 / day) + 1) * day)

    const refused = await problemOf(world.act('chip_maker', createKeys(contracts, process_id, undefined, newKeys(3))))
    expect([refused.code, refused.status, refused.retryAt]).to.deep.equal(['quota_exceeded', 429, midnight])
    expect(refused.message).to.equal(
      `${maker} has a quota of 5 new keys a day; 3 of today are used, 3 more are wanted; free again at ${midnight}`,
    )
    const tooMany = await problemOf(world.act('chip_maker', createKeys(contracts, process_id, undefined, newKeys(6))))
    expect([tooMany.code, tooMany.retryAt]).to.deep.equal(['quota_exceeded', undefined])
    expect(tooMany.message).to.contain("6 more are wanted: more than a whole day's")
    expect((await quotaOf('chip_maker'))?.keys).to.deep.equal({ per_day: 5, used: 3, is_default: false })
    expect(await readOwnQuota(world.registry, maker)).to.deep.equal({ keys: 5, records: 0 })
  })

  it('refuses records under a default that is used up', async () => {
    const { contracts } = world.deployment
    await world.act('registrar', setDefaultQuota(contracts, { keys: 9, records: 1 }))
    const refused = await problemOf(world.act('chip_maker', createProcess(contracts, undefined)))
    expect(refused.code).to.equal('quota_exceeded')
    expect(refused.message).to.contain('a quota of 1 new records a day; 1 of today are used, 1 more are wanted')
    expect(await readDefaultQuota(world.registry)).to.deep.equal({ keys: 9, records: 1 })
    const none = await problemOf(world.act('registrar', setDefaultQuota(contracts, { keys: 0, records: 1 })))
    expect([none.code, none.field]).to.deep.equal(['value_refused', 'quota'])
  })
})
