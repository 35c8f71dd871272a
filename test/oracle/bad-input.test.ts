import { expect } from 'chai'
import * as fc from 'fast-check'
import { details, secureElement } from '../../scripts/demo/assess-process.ts'
import { startOracleWorld, type OracleWorld } from './oracle-world.ts'

describe('bad input to the oracle', () => {
  let there: OracleWorld
  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
  })
  after(() => there.close())

  const keyId = `0x${'5a'.repeat(32)}`
  const assessment = (changes: object = {}, result: object = {}) => ({
    process_id: there.world.processes.secure_element.process_id,
    kind: 'key_generation',
    ...details(),
    ...changes,
    assessment_result: { ...secureElement.generation, ...result },
  })
  const post = (path: string, body: unknown) =>
    there.call<{ code: string; field?: string; detail: string }>('assessor', 'POST', path, { body })

  it('is answered with the field at fault, for every field of an assessment (tables 6 and 7)', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, '')
    for (const [body, field] of [
      [assessment({ completion_date: tomorrow }), 'completion_date'],
      [assessment({ completion_date: '31.03.2026' }), 'completion_date'],
      [assessment({ reference: `0x${'00'.repeat(32)}` }), 'reference'],
      [assessment({ reference: undefined }), 'reference'],
      [assessment({ scope: '' }), 'scope'],
      [assessment({ scope: 'ä'.repeat(101) }), 'scope'],
      [assessment({ manufacturer_id: 'OEM' }), 'manufacturer_id'],
      [assessment({ process_id: '0' }), 'process_id'],
      [assessment({ process_id: 1 }), 'process_id'],
      [assessment({ assessor_id: keyId }), 'assessor_id'],
      [assessment({}, { cryptographic_strength: 0 }), 'assessment_result.cryptographic_strength'],
      [assessment({}, { entropy_bits: 5000 }), 'assessment_result.entropy_bits'],
      [assessment({}, { entropy_source: 'dice' }), 'assessment_result.entropy_source'],
      [assessment({}, { location: 'XX' }), 'assessment_result.location'],
      [assessment({}, { certifications: ['iso_9000'] }), 'assessment_result.certifications'],
      [assessment({}, { key_storage: 'tpm' }), 'assessment_result.key_storage'],
    ] as const) {
      const { status, body: problem } = await post('/v1/assessments', body)
      expect(status, JSON.stringify(problem)).to.equal(400)
      expect(problem.code).to.equal('invalid_input')
      expect(problem.field, problem.detail).to.match(new RegExp(`^${field}`))
    }
  })

  it('is answered with the field at fault, for keys', async () => {
    const process_id = '1'
    for (const [body, field] of [
      [{ process_id, key_ids: [] }, 'key_ids'],
      [{ process_id, key_ids: [keyId.toUpperCase()] }, 'key_ids[0]'],
      [{ process_id, key_ids: [keyId, `0x${'00'.repeat(32)}`] }, 'key_ids[1]'],
      [{ process_id, key_ids: [keyId], lot_id: '-1' }, 'lot_id'],
      [{ key_ids: [keyId] }, 'process_id'],
      [{ process_id, key_ids: [keyId], note: 'x' }, 'note'],
    ] as const) {
      const { body: problem } = await there.call('chip_maker', 'POST', '/v1/keys', { body })
      expect(problem, JSON.stringify(body)).to.include({ status: 400, code: 'invalid_input', field })
    }
    const keys = await there.call('chip_maker', 'POST', '/v1/keys', { body: { process_id, public_keys: ['AAAA', 'no base64'] } })
    expect(keys.body).to.include({ code: 'invalid_key' })
    expect(keys.body['detail']).to.contain('public_keys[0]').and.to.contain('public_keys[1]')
    const twice = await there.call('chip_maker', 'PATCH', `/v1/keys/${keyId}`, { body: { key_id: keyId, status: 'active' } })
    expect(twice.body).to.include({ code: 'invalid_input', field: 'key_id' })
  })

  it('may name records that no chain could hold', async () => {
    for (const [method, path, body, code] of [
      ['GET', '/v1/processes/99999999999999', undefined, 'process_unknown'],
      ['GET', '/v1/lots/99999999999999', undefined, 'lot_unknown'],
      ['GET', '/v1/assessments/99999999999999', undefined, 'assessment_unknown'],
      ['POST', '/v1/keys', { process_id: '99999999999999', key_ids: [keyId] }, 'process_unknown'],
    ] as const) {
      const answer = await there.call('chip_maker', method, path, { ...(body && { body }) })
      expect(answer.body, path).to.include({ status: 404, code })
    }
  })

  it('never meets anything but a problem, whatever JSON comes', async () => {
    const calls = [
      ['POST', '/v1/processes'],
      ['POST', '/v1/assessments'],
      ['POST', '/v1/keys'],
      ['PATCH', `/v1/keys/${keyId}`],
      ['PATCH', '/v1/processes/1'],
      ['PATCH', '/v1/assessments/1'],
      ['PATCH', '/v1/lots/1'],
      ['POST', '/v1/decisions'],
      ['POST', '/v1/transactions'],
      ['POST', '/v1/transactions/prepare'],
    ] as const
    const field = fc.constantFrom(
      'process_id',
      'key_ids',
      'csrs',
      'status',
      'state',
      'kind',
      'raw',
      'operation',
      'input',
      'policy',
      'csr',
      '__proto__',
      'owner',
    )
    const body = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue(), { minKeys: 1 }))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), body, async ([method, path], value) => {
        fc.pre(!(typeof value === 'object' && value !== null && Object.keys(value).length === 0))
        const { status, body: problem } = await there.call<{ code: string }>('utility', method, path, { body: value })
        expect(status, JSON.stringify(problem)).to.be.within(400, 499)
        expect(problem.code).to.be.a('string')
      }),
      { numRuns: 150 },
    )
  })
})
