import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { format } from 'prettier'
import { policySchema } from '../../scripts/build/policy-schema.ts'
import { decide } from '../../src/domain/decide.ts'
import { parsePolicy } from '../../src/domain/policy-file.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { keyId, knownAnswer, unknownAnswer } from '../support/key-info.ts'
import { problemOf } from './problem-of.ts'

const folder = join(import.meta.dirname, '..', '..', 'policies')
const text = (name: string) => readFileSync(join(folder, name), 'utf8')
const now = Date.parse('2026-11-21T00:00:00Z') / 1000
const outcomeBy = (name: string, answer = knownAnswer(), client_type: 'device' | 'aggregator' = 'device') =>
  decide({ key_id: keyId, answer, policy: parsePolicy(text(`${name}.json`)), client_type, now }).outcome

const inMemory = knownAnswer((info: KeyInfo) => (info.key_protection.assessment_result.key_storage = 'unprotected_memory'))

describe('a ready-made policy', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'policy.schema.json')

  it('is one of lab, csip-baseline, high-assurance and observe, and says in words what it does', () => {
    expect(names.map((name) => name.replace('.json', ''))).to.have.members(['lab', 'csip-baseline', 'high-assurance', 'observe'])
    for (const name of names) expect(parsePolicy(text(name)).policy).to.include.keys('description', '$schema')
    expect(names.map((name) => parsePolicy(text(name)).policy.name)).to.deep.equal(names.map((name) => name.replace('.json', '')))
  })

  it('decides as its description says', () => {
    const outcomes = ['lab', 'csip-baseline', 'high-assurance', 'observe'].map((name) => [
      outcomeBy(name),
      outcomeBy(name, inMemory),
      outcomeBy(name, inMemory, 'aggregator'),
      decide({ key_id: keyId, answer: unknownAnswer, policy: parsePolicy(text(`${name}.json`)), client_type: 'device', now }).outcome,
    ])
    expect(outcomes).to.deep.equal([
      ['admit', 'admit', 'admit', 'refuse'],
      ['admit', 'restrict', 'refuse', 'refuse'],
      ['admit', 'refuse', 'refuse', 'refuse'],
      ['admit', 'restrict', 'refuse', 'refuse'],
    ])
  })

  it('acts on an assessment that was not made again: not before the grace ends, and then as strictly as it is', () => {
    const past = (grace_until: string) =>
      knownAnswer((info: KeyInfo) => Object.assign(info.key_generation, { valid_until: '2026-11-01T00:00:00Z', grace_until }))
    const [overdue, lapsed] = [past('2026-12-01T00:00:00Z'), past('2026-11-20T00:00:00Z')]
    const outcomes = ['lab', 'csip-baseline', 'high-assurance', 'observe'].map((name) => [
      outcomeBy(name, overdue),
      outcomeBy(name, lapsed),
    ])
    expect(outcomes).to.deep.equal([
      ['admit', 'admit'],
      ['admit', 'restrict'],
      ['admit', 'refuse'],
      ['admit', 'restrict'],
    ])
  })

  it('that only observes has the rules of csip-baseline', () => {
    const [observe, baseline] = ['observe', 'csip-baseline'].map((name) => parsePolicy(text(`${name}.json`)).policy)
    expect(observe).to.deep.include({ mode: 'observe', rules: baseline?.rules, client_types: baseline?.client_types })
  })
})

describe('a policy file', () => {
  it('has the JSON Schema that its zod schema gives: `npm run generate` otherwise', async () => {
    expect(text('policy.schema.json')).to.equal(await format(policySchema(), { parser: 'json', printWidth: 140 }))
  })

  it('has a digest that neither the order of its fields nor blanks change, and every value does', () => {
    const { name, ...others } = JSON.parse(text('lab.json')) as Record<string, unknown>
    const digest = (value: unknown) => parsePolicy(JSON.stringify(value)).description.digest
    expect(digest({ ...others, name })).to.equal(parsePolicy(text('lab.json')).description.digest)
    expect(digest({ ...others, name: 'lab2' })).to.not.equal(digest({ ...others, name }))
  })

  it('with faults is refused, each named by its path', () => {
    const faulty = {
      name: 'x',
      mode: 'maybe',
      unregistered: 'refuse',
      rules: { key_storage: { accept: ['chest'], otherwise: 'refuse' }, mood: 1 },
    }
    const problem = problemOf(() => parsePolicy(JSON.stringify(faulty)))
    expect(problem?.code).to.equal('invalid_configuration')
    for (const path of ['mode: ', 'rules.key_storage.accept[0]: ', 'rules.mood: is no known field', 'max_answer_age_seconds: is missing']) {
      expect(problem?.message).to.include(path)
    }
    expect(problemOf(() => parsePolicy('{"name":'))?.message).to.match(/^is no JSON: /)
  })

  it('takes officially assigned countries only', () => {
    const policy = JSON.parse(text('lab.json')) as Record<string, unknown>
    const rules = { owner_country: { accept: ['US', 'EU'], otherwise: 'refuse' } }
    expect(problemOf(() => parsePolicy(JSON.stringify({ ...policy, rules })))?.field).to.equal('rules.owner_country.accept[1]')
  })
})
