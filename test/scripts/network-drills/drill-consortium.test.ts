import { expect } from 'chai'
import { parseConsortium } from '../../../src/domain/consortium/parse-consortium.ts'
import { drillConsortium } from '../../../scripts/network-drills/drill-consortium.ts'

const described = (nodes: number) =>
  JSON.stringify(drillConsortium({ nodes, standby: 2, blockPeriodSeconds: 2, genesisTime: '2026-01-01T00:00:00Z' }))

describe('the consortium of the network drills', () => {
  for (const nodes of [7, 8, 10, 28]) {
    it(`keeps all caps with ${nodes} nodes, as many of them foreign as may be`, () => {
      const { validators, entities } = parseConsortium(described(nodes))
      const foreign = validators.filter(
        ({ operator_id, hosting_country }) =>
          hosting_country !== 'US' || entities.some(({ entity_id, country }) => entity_id === operator_id && country !== 'US'),
      )
      expect([validators.length, foreign.length]).to.deep.equal([nodes, Math.ceil(nodes / 3) - 1])
    })
  }

  it('takes at least seven nodes', () => {
    expect(() => parseConsortium(described(6))).to.throw('has 6 entries, must have 7 to 30')
  })
})
