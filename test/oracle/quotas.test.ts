import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { criteria, details, secureElement } from '../../scripts/demo/assess-process.ts'
import { setQuota } from '../../src/chain/calls/quota-calls.ts'
import type { QuotaRecord } from '../../src/domain/records.ts'
import { startOracleWorld, type OracleWorld } from './oracle-world.ts'

type Refused = { readonly code: string; readonly detail: string; readonly field?: string; readonly retry_at?: string }

describe('quotas and documents, over REST', () => {
  let there: OracleWorld
  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
  })
  after(() => there.close())

  const register = (count: number) =>
    there.write<Refused>('chip_maker', 'POST', '/v1/keys', {
      process_id: there.world.processes.secure_element.process_id,
      key_ids: Array.from({ length: count }, () => `0x${randomBytes(32).toString('hex')}`),
    })

  it('a quota is shown to its entity and to staff alone', async () => {
    const path = `/v1/entities/${there.world.actors.chip_maker.account}`
    const quotaFor = async (actor: 'chip_maker' | 'registrar' | 'oem') =>
      (await there.call<{ quota: QuotaRecord | null }>(actor, 'GET', path)).body.quota
    expect((await quotaFor('chip_maker'))?.keys.per_day).to.equal(2_000_000)
    expect((await quotaFor('registrar'))?.processes.used).to.equal(1)
    expect(await quotaFor('oem')).to.equal(null)
  })

  it('a write past it is answered 429, with when to try again', async () => {
    const { world } = there
    await world.act('registrar', setQuota(world.deployment.contracts, world.actors.chip_maker.account, { keys: 2, records: 0 }))
    expect((await register(2)).status).to.equal(201)
    const { status, body, headers } = await register(1)

    expect(status).to.equal(429)
    expect(body).to.include({ code: 'quota_exceeded' })
    expect(body.retry_at).to.match(/T00:00:00Z$/)
    expect(headers.get('retry-after')).to.equal(new Date(body.retry_at!).toUTCString())
  })

  it('documents are listed, and found by their SHA-256', async () => {
    const list = await there.call<{ documents: object[] }>('utility', 'GET', '/v1/documents')
    expect(list.body.documents).to.have.length(1)
    const found = await there.call('utility', 'GET', `/v1/documents/${criteria.sha256}`)
    expect(found.body).to.include({ ...criteria, withdrawn_at: null })
    const unknown = await there.call<Refused>('utility', 'GET', `/v1/documents/0x${'00'.repeat(32)}`)
    expect([unknown.status, unknown.body.code, unknown.body.field]).to.deep.equal([404, 'document_unknown', 'sha256'])
  })

  it('an assessment cannot cite criteria that nobody registered', async () => {
    const { process_id } = there.world.processes.secure_element
    const input = { process_id, ...details(), kind: 'key_protection', assessment_result: secureElement.protection }
    const cited = { ...input, criteria: `0x${'c2'.repeat(32)}` }
    const { status, body } = await there.write<Refused>('assessor', 'POST', '/v1/assessments', cited)
    expect([status, body.code, body.field]).to.deep.equal([422, 'criteria_unknown', 'criteria'])
    expect(body.detail).to.contain(cited.criteria)
  })
})
