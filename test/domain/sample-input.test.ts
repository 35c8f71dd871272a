import { expect } from 'chai'
import { sampleFindingInput, sampleRequestInput } from '../../src/domain/inputs/sample.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { problemOf } from './problem-of.ts'

const request = { process_id: '1', from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z', size: '5' }
const finding = { key_id: `0x${'5a'.repeat(32)}`, result: 'conforming', report: `0x${'a1'.repeat(32)}` }

describe('the request of a sample', () => {
  it('takes the number of keys as the command line gives it', () => {
    expect(parseInput(sampleRequestInput, request)).to.deep.equal({ ...request, size: 5 })
  })

  for (const [field, value] of [
    ['process_id', '01'],
    ['from', '1969-12-31T23:59:59Z'],
    ['until', '2025-12-31T23:59:59Z'],
    ['until', 'today'],
    ['size', '0'],
    ['size', '1.5'],
    ['size', 'some'],
    ['size', '1000001'],
  ] as const) {
    it(`is refused with ${field} ${value}, which is named`, () => {
      const problem = problemOf(() => parseInput(sampleRequestInput, { ...request, [field]: value }))
      expect([problem?.code, problem?.field]).to.deep.equal(['invalid_input', field])
    })
  }
})

describe('the finding of a sampled key', () => {
  for (const [field, value] of [
    ['key_id', '0x12'],
    ['result', 'fine'],
    ['report', 'report.pdf'],
  ] as const) {
    it(`is refused with ${field} ${value}, which is named`, () => {
      expect(problemOf(() => parseInput(sampleFindingInput, { ...finding, [field]: value }))?.field).to.equal(field)
    })
  }
})
