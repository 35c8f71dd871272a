import { readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { encodeDeployData, size } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { readArtifact } from '../../src/chain/artifacts.ts'
import { breachTermOf, homeOf, nodeEntries, segmentsOf } from '../../src/chain/lay-out/constructor-arguments.ts'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import type { Problem } from '../../src/domain/problem.ts'

/** EIP-3860, in bytes. */
const mostInitcode = 49_152
const example = JSON.parse(readFileSync(new URL('../../examples/consortium.json', import.meta.url), 'utf8')) as {
  entities: object[]
  home_countries: string[]
}
const newAccount = () => privateKeyToAccount(`0x${randomBytes(32).toString('hex')}`)
const segments = Array.from({ length: 40 }, (_, index) => `segment_${index}`)

/** Of `nodes` validators and `standby` nodes, each of an entity of its own. */
function consortiumOf(nodes: number, standby: number): string {
  const [model] = example.entities
  const entities = Array.from({ length: nodes + standby }, (_, index) => ({
    ...model,
    entity_id: newAccount().address,
    rlid: `example:${index}`,
    group: '',
    country: example.home_countries[0],
    role: ['node_operator'],
  }))
  const nodeOf = ({ entity_id }: { entity_id: string }, index: number) => ({
    operator_id: entity_id,
    operator_account: entity_id,
    enode: `enode://${newAccount().publicKey.slice(4)}@[2001:db8::${index + 1}]:30303`,
    hosting_country: example.home_countries[0],
    segment: segments[index % segments.length],
  })
  const all = entities.map(nodeOf)
  const seats = entities.slice(0, 7).map(({ entity_id }, index) => ({ entity_id, account: newAccount().address, segment: segments[index] }))
  return JSON.stringify({ ...example, segments, entities, seats, validators: all.slice(0, nodes), standby: all.slice(nodes) })
}

function mostStandby(nodes: number): number {
  for (let standby = 0; ; standby++) {
    try {
      parseConsortium(consortiumOf(nodes, standby + 1))
    } catch (error) {
      expect((error as Problem).message).to.match(new RegExp(`has ${standby + 1} entries, at most ${standby} fit into the first block`))
      return standby
    }
  }
}

describe('the nodes that a consortium names', () => {
  it('fit into the transaction that creates the ValidatorSet, or are refused before anything is sent', () => {
    const standby = mostStandby(30)
    const consortium = parseConsortium(consortiumOf(30, standby))
    const nobody = newAccount().address
    const lists = [nodeEntries(consortium, 'validators'), nodeEntries(consortium, 'standby'), homeOf(consortium), segmentsOf(consortium)]
    const { abi, bytecode } = readArtifact('contracts/ValidatorSet.sol', 'ValidatorSet')
    const initcode = encodeDeployData({ abi, bytecode, args: [...lists, breachTermOf(consortium), nobody, nobody, nobody] })
    expect(standby).to.be.above(0)
    expect(size(initcode)).to.be.most(mostInitcode)
  })
})
