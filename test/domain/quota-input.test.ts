import { expect } from 'chai'
import { setDefaultQuotaInput, setQuotaInput } from '../../src/domain/inputs/quota.ts'

describe('a quota a day', () => {
  const most = 4_294_967_295

  it('is given in keys, in records or in both; 0 is the default', () => {
    for (const value of [{ keys: 0 }, { records: most }, { keys: 5, records: 7 }]) {
      expect(setQuotaInput.parse(value)).to.deep.equal(value)
    }
    expect(setDefaultQuotaInput.parse({ records: 1 })).to.deep.equal({ records: 1 })
  })

  const faults: readonly (readonly [string, object])[] = [
    ['nothing', {}],
    ['a negative number', { keys: -1 }],
    ['a fraction', { keys: 1.5 }],
    ['no number', { keys: Number.NaN }],
    ['more than a contract can keep', { records: most + 1 }],
    ['what a quota does not have', { keys: 1, lots: 1 }],
  ]
  for (const [fault, value] of faults) {
    it(`is refused with ${fault}`, () => {
      expect(setQuotaInput.safeParse(value).success).to.equal(false)
      expect(setDefaultQuotaInput.safeParse(value).success).to.equal(false)
    })
  }

  it('of all others is never 0', () => {
    expect(setDefaultQuotaInput.safeParse({ keys: 0 }).success).to.equal(false)
  })
})
