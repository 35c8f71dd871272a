import { expect } from 'chai'
import { z } from 'zod'
import { timeField } from '../../src/domain/fields.ts'
import { createAssessmentInput, parseAssessment } from '../../src/domain/inputs/assessment.ts'
import { decisionInput } from '../../src/domain/inputs/decision.ts'
import { registerEntityInput, updateEntityInput } from '../../src/domain/inputs/entity.ts'
import { createKeysInput } from '../../src/domain/inputs/keys.ts'
import { updateKeyInput } from '../../src/domain/inputs/update-key.ts'
import { createProcessInput } from '../../src/domain/inputs/process.ts'
import { countries, isCountry } from '../../src/domain/iso3166.ts'
import { isLei } from '../../src/domain/lei.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { problemOf } from './problem-of.ts'

const account = `0x${'Ab'.repeat(20)}`
const digest = `0x${'1f'.repeat(32)}`
const keyId = `0x${'5a'.repeat(32)}`
const entity = {
  entity_id: account,
  type: 'company',
  name: 'Sunny Inverters',
  rlid: 'lei:5493001KJTIIGC8Y1R12',
  country: 'US',
  role: ['manufacturer', 'key_generator'],
}
const generation = {
  process_id: '1',
  kind: 'key_generation',
  completion_date: '2026-03-31T00:00:00Z',
  reference: digest,
  scope: 'line 1',
  assessment_result: {
    cryptographic_strength: 128,
    key_generation_entity: 'hsm',
    entropy_bits: 256,
    entropy_source: 'physical_validated',
    location: 'US 95814',
    certifications: '0x40',
  },
}
const faultOf = (schema: z.ZodType, value: unknown) => {
  const problem = problemOf(() => parseInput(schema, value))
  return problem?.field ?? problem?.message
}

describe('an entity to be registered', () => {
  it('comes out with lower-case id, roles in their order and what was left out', () => {
    expect(parseInput(registerEntityInput, entity)).to.deep.equal({
      ...entity,
      entity_id: account.toLowerCase(),
      role: ['key_generator', 'manufacturer'],
      role_certification: '',
      group: '',
      pen: null,
    })
    expect(parseInput(registerEntityInput, { ...entity, role: '0x401' }).role).to.deep.equal(['assessor', 'data_user'])
  })

  const faults: readonly (readonly [string, object])[] = [
    ['name', { name: '' }],
    ['name', { name: 'é'.repeat(51) }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'a\ud800' }],
    ['name', { type: 'individual', name: 'Jane Roe' }],
    ['name', { type: 'individual', name: 'ACCREDITED' }],
    ['rlid', { rlid: 'lei:5493001KJTIIGC8Y1R13' }],
    ['rlid', { rlid: '5493001KJTIIGC8Y1R12' }],
    ['group', { group: 'lei:1' }],
    ['country', { country: 'EU' }],
    ['country', { country: 'us' }],
    ['role', { role: '0x800' }],
    ['role[0]', { role: ['king'] }],
    ['pen', { pen: 4_294_967_296 }],
    ['type', { type: 'robot' }],
    ['entity_id', { entity_id: '0x12' }],
    ['role_certification', { role_certification: 'x'.repeat(201) }],
    ['email', { email: 'jane@example.com' }],
  ]
  for (const [field, change] of faults) {
    it(`is refused for ${JSON.stringify(change).slice(0, 60)}, naming ${field}`, () => {
      expect(faultOf(registerEntityInput, { ...entity, ...change })).to.equal(field)
    })
  }

  it('that is an individual is named by an accreditation number', () => {
    expect(faultOf(registerEntityInput, { ...entity, type: 'individual', name: 'ISO-17024/0815.A' })).to.equal(undefined)
  })

  it('changes in the fields given only', () => {
    expect(parseInput(updateEntityInput, { country: 'CA' })).to.deep.equal({ country: 'CA' })
    expect(faultOf(updateEntityInput, {})).to.equal('names no field to change')
  })
})

describe('an assessment to be recorded', () => {
  it('is an original, a renewal or a correction by the field that names what it belongs to', () => {
    const { process_id: _, kind, assessment_result, ...common } = generation
    const original = parseAssessment(generation)
    expect(original.form).to.equal('original')
    expect(original.form === 'original' && original.input.assessment_result.certifications).to.deep.equal(['fips_140_3_l3'])
    expect(parseAssessment({ ...common, past_assessment_id: '1' }).form).to.equal('renewal')
    expect(parseAssessment({ ...common, corrects_id: '1', kind, assessment_result }).form).to.equal('correction')
    for (const value of [generation, { ...common, past_assessment_id: '1' }])
      expect(createAssessmentInput.safeParse(value).success).to.be.true
  })

  const faults: readonly (readonly [string, object])[] = [
    ['completion_date', { completion_date: '2999-01-01T00:00:00Z' }],
    ['completion_date', { completion_date: '1969-12-31T00:00:00Z' }],
    ['completion_date', { completion_date: '2026-02-30' }],
    ['reference', { reference: `0x${'0'.repeat(64)}` }],
    ['scope', { scope: 'x'.repeat(201) }],
    ['kind', { kind: 'table_9' }],
    ['process_id', { process_id: '0' }],
    ['process_id', { process_id: 1 }],
    ['mood', { mood: 'good' }],
    ['assessment_result.cryptographic_strength', { cryptographic_strength: 513 }],
    ['assessment_result.cryptographic_strength', { cryptographic_strength: 0 }],
    ['assessment_result.entropy_bits', { entropy_bits: 4097 }],
    ['assessment_result.entropy_source', { entropy_source: 'dice' }],
    ['assessment_result.location', { location: 'XX 1' }],
    ['assessment_result.location', { location: 'US 1234567890123' }],
    ['assessment_result.certifications', { certifications: '0x10000000000' }],
    ['assessment_result.key_storage', { key_storage: 'tpm' }],
  ]
  for (const [field, change] of faults) {
    it(`is refused for ${JSON.stringify(change).slice(0, 60)}, naming ${field}`, () => {
      const within = field.startsWith('assessment_result.')
      const changed = within ? { assessment_result: { ...generation.assessment_result, ...change } } : change
      expect(problemOf(() => parseAssessment({ ...generation, ...changed }))?.field).to.equal(field)
    })
  }

  it('that is no object is refused', () => {
    for (const value of [null, [], 'x', 1]) expect(problemOf(() => parseAssessment(value))?.code).to.equal('invalid_input')
  })

  it('that is a renewal carries no results', () => {
    expect(problemOf(() => parseAssessment({ ...generation, past_assessment_id: '1' }))?.message).to.include(
      'assessment_result: is no known field',
    )
  })
})

describe('keys to be created', () => {
  const text = 'AAAA'

  it('are key ids, none of them zero, or public keys or CSRs', () => {
    const zero = `0x${'0'.repeat(64)}`
    expect(faultOf(createKeysInput, { process_id: '1', key_ids: [keyId, zero] })).to.equal('key_ids[1]')
    expect(faultOf(createKeysInput, { process_id: '1', key_ids: [keyId.toUpperCase()] })).to.equal('key_ids[0]')
    for (const list of [{ key_ids: [keyId] }, { public_keys: [text] }, { csrs: [text], lot_id: '7' }]) {
      expect(faultOf(createKeysInput, { process_id: '1', ...list })).to.equal(undefined)
    }
  })

  it('are one list, not empty and not endless', () => {
    expect(faultOf(createKeysInput, { process_id: '1' })).to.match(/^must hold one of/)
    expect(faultOf(createKeysInput, { process_id: '1', key_ids: [keyId], csrs: [text] })).to.match(/^must hold one of/)
    expect(faultOf(createKeysInput, { process_id: '1', key_ids: [] })).to.equal('key_ids')
    expect(faultOf(createKeysInput, { process_id: '1', key_ids: Array.from({ length: 10_001 }, () => keyId) })).to.equal('key_ids')
  })

  it('change status, with a reason, or owner', () => {
    expect(faultOf(updateKeyInput, { status: 'revoked', reason: 'keyCompromise' })).to.equal(undefined)
    expect(faultOf(updateKeyInput, { owner_id: account })).to.equal(undefined)
    expect(faultOf(updateKeyInput, { status: 'revoked', owner_id: account })).to.match(/^must hold one of/)
    expect(faultOf(updateKeyInput, { owner_id: account, reason: 'keyCompromise' })).to.equal('reason')
    expect(faultOf(updateKeyInput, { status: 'superseded' })).to.match(/^successor_id: is missing; public_key: is missing/)
    expect(faultOf(updateKeyInput, { installed: false })).to.equal('way')
    expect(faultOf(updateKeyInput, { installed: true, way: 'return' })).to.equal('way')
    expect(faultOf(updateKeyInput, { installed: false, way: 'resale' })).to.equal(undefined)
  })

  it('are named for a decision by id, key, certificate or CSR', () => {
    const request = (fields: object) => faultOf(decisionInput, { policy: 'lab', ...fields })
    for (const field of ['public_key', 'certificate', 'csr']) expect(request({ [field]: text })).to.equal(undefined)
    expect(request({ key_id: keyId, client_type: 'aggregator' })).to.equal(undefined)
    expect(request({ key_id: keyId, csr: text })).to.match(/^must hold one of/)
    expect(request({ key_id: keyId, client_type: 'toaster' })).to.equal('client_type')
    expect(faultOf(decisionInput, { policy: 'lab' })).to.match(/^must hold one of/)
  })
})

describe('an input', () => {
  it('has every fault named', () => {
    expect(faultOf(registerEntityInput, { type: 'company', name: '', foo: 1 })).to.equal(
      'name: must not be empty; rlid: is missing; country: is missing; entity_id: is missing; role: is missing; foo: is no known field',
    )
    expect(faultOf(createProcessInput, { owner_id: 7 })).to.equal('owner_id')
  })

  it('has times of the calendar alone, and none before 1970', () => {
    const times = ['1970-01-01T00:00:00Z', '2028-02-29T23:59:59Z', '2026-02-29T00:00:00Z', '2026-02-30T00:00:00Z', '1969-12-31T23:59:59Z']
    const odd = ['0000-01-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-13-01T00:00:00Z', '2026-12-31T23:59:60Z']
    expect([...times, ...odd].filter((time) => timeField.safeParse(time).success)).to.deep.equal(times.slice(0, 2))
  })

  it('has a JSON Schema, for OpenAPI', () => {
    for (const schema of [registerEntityInput, createAssessmentInput, createKeysInput, updateKeyInput, decisionInput]) {
      expect(() => z.toJSONSchema(schema, { io: 'input' })).to.not.throw()
    }
  })
})

describe('countries and identifiers', () => {
  it('are the 249 officially assigned codes of ISO 3166-1', () => {
    expect(countries).to.have.lengthOf(249)
    expect(countries).to.deep.equal([...new Set(countries)].sort())
    expect(['US', 'DE', 'SS', 'XK', 'EU', 'UK', 'AN', 'ZZ'].map(isCountry)).to.deep.equal([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  it('are LEIs with the check digits of ISO 7064', () => {
    expect(['5493001KJTIIGC8Y1R12', 'HWUPKR0MPOU8FGXBT394'].every(isLei)).to.be.true
    expect(['5493001KJTIIGC8Y1R21', '5493001KJTIIGC8Y1R1', '5493001kjtiigc8y1r12', ''].some(isLei)).to.be.false
  })
})
