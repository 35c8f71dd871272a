import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { drawSampleCall, recordFinding, requestSample } from '../../src/chain/calls/sample-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readSampleFindings } from '../../src/chain/reads/sample-findings.ts'
import { readSample, readSampleCount, readSampleFinding, readSampleSeed } from '../../src/chain/reads/sample.ts'
import { toTime, type Hex } from '../../src/domain/fields.ts'
import { sampleFindingRecord, sampleRecord } from '../../src/domain/sample-records.ts'
import { problemOf } from '../support/problem-of.ts'
import { deployWorld, type World } from '../support/world.ts'

const hash = (): Hex => `0x${randomBytes(32).toString('hex')}`

describe('a product sample, on the chain', () => {
  let world: World
  let processId: string
  let until: string
  const keys = [hash(), hash(), hash()]
  before(async () => {
    world = await deployWorld()
    processId = world.processes.secure_element.process_id
    await world.registerKeys('chip_maker', processId, keys)
    until = (await readBlock(world.client)).time
  })
  after(() => world.close())

  const request = () => ({ process_id: processId, from: toTime(0), until, size: 2 })
  const mine = () => world.client.request({ method: 'hardhat_mine' as never, params: ['0x2'] as never })

  it('is read as it was requested, and drawn by the hash of its draw block, kept or not', async () => {
    const { contracts } = world.deployment
    const { sample_id = '', block } = await world.act('programme_manager', requestSample(contracts, 'programme_manager', request()))
    const requested = await readSample(world.registry, sample_id)
    expect(sampleRecord.parse(requested)).to.deep.equal(requested)
    expect(requested).to.deep.include({ process_id: processId, until, size: 2, draw_block: block + 2, seed: null })
    expect(requested?.requested_by).to.equal(world.actors.programme_manager.account)
    expect((await problemOf(readSampleSeed(world.registry, requested!))).code).to.equal('draw_too_early')
    const early = await problemOf(world.act('intruder', drawSampleCall(contracts, sample_id)))
    expect([early.code, early.message]).to.deep.equal(['draw_too_early', `sample ${sample_id} is drawn by block ${block + 2}`])

    await mine()
    const seed = await readSampleSeed(world.registry, requested!)
    await world.act('intruder', drawSampleCall(contracts, sample_id))
    const drawn = await readSample(world.registry, sample_id)
    expect(drawn?.seed).to.equal(seed)
    expect(await readSampleSeed(world.registry, drawn!)).to.equal(seed)
    expect(await readSample(world.registry, '99')).to.equal(undefined)
  })

  it('has findings, of which the last of a key counts', async () => {
    const { contracts } = world.deployment
    const { sample_id = '' } = await world.act('assessor', requestSample(contracts, 'assessor', request()))
    await mine()
    const [key_id] = keys as [Hex]
    expect(await readSampleFinding(world.registry, sample_id, key_id)).to.equal(undefined)
    const [first, second] = [hash(), hash()]
    const outcome = await world.act('assessor', recordFinding(contracts, sample_id, { key_id, result: 'conforming', report: first }))
    expect(outcome).to.deep.include({ sample_id, process_id: processId, key_ids: [key_id] })
    await world.act('assessor', recordFinding(contracts, sample_id, { key_id, result: 'nonconforming', report: second }))

    const { block } = await readBlock(world.client)
    const found = await readSampleFindings(world.registry, { sampleId: sample_id }, block)
    expect(found.map(({ result, report }) => [result, report])).to.deep.equal([
      ['conforming', first],
      ['nonconforming', second],
    ])
    expect(found.map((each) => sampleFindingRecord.parse(each))).to.deep.equal(found)
    expect(await readSampleFinding(world.registry, sample_id, key_id)).to.deep.equal(found[1])
    expect(await readSampleFindings(world.registry, { processId }, block)).to.deep.equal(found)
    expect(await readSampleFindings(world.registry, { processId: '99' }, block)).to.deep.equal([])
    expect(await readSampleCount(world.registry)).to.equal(Number(sample_id))
  })

  it('is refused with what is wrong about it', async () => {
    const { contracts } = world.deployment
    const ask = (over: object) => problemOf(world.act('regulator', requestSample(contracts, 'regulator', { ...request(), ...over })))
    const future = await ask({ until: '2100-01-01T00:00:00Z' })
    expect([future.code, future.field, future.message]).to.deep.equal([
      'sample_period_invalid',
      'until',
      '2100-01-01T00:00:00Z is in the future',
    ])
    expect((await ask({ from: until, until: toTime(1) })).field).to.equal('from')
    expect((await ask({ size: 0 })).field).to.equal('size')
    expect((await ask({ process_id: '99' })).code).to.equal('process_unknown')
    const role = await problemOf(world.act('registrar', requestSample(contracts, 'regulator', request())))
    expect(role.code).to.equal('role_missing')
    const nobody = await problemOf(world.act('chip_maker', requestSample(contracts, 'assessor', request())))
    expect(nobody.code).to.equal('entity_role_missing')
    const unknown = { key_id: hash(), result: 'conforming', report: hash() } as const
    expect((await problemOf(world.act('assessor', recordFinding(contracts, '1', unknown)))).code).to.equal('key_unknown')
    expect((await problemOf(world.act('assessor', drawSampleCall(contracts, '99')))).code).to.equal('sample_unknown')
  })
})
