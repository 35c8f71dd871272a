import { expect } from 'chai'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { randomKeyIds } from '../../bench/gas.ts'
import { followIndex } from '../support/followed-index.ts'
import { runDerkey } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

type Answer = {
  readonly keys: number
  readonly outcomes: Record<string, number>
  readonly rules: { readonly rule: string }[]
  readonly findings: { readonly keys: number; readonly rule: string; readonly found: string }[]
  readonly changes: object[]
  readonly index?: { readonly block: number; readonly age_seconds: number }
  readonly decisions?: { readonly key_id: string; readonly outcome: string }[]
}

describe('derkey policy simulate', () => {
  const folder = temporaryFolder()
  const [strong, weak] = [randomKeyIds(30), randomKeyIds(12)]
  let world: World
  before(async () => {
    world = await deployWorld()
    const { secure_element, unprotected_memory } = world.processes
    await world.registerKeys('chip_maker', secure_element.process_id, strong)
    await world.registerKeys('oem', unprotected_memory.process_id, weak)
    const { contracts } = world.deployment
    await world.act('chip_maker', setKeyStatus(contracts, 'owner', [strong[0] as Hex], 'revoked', 'keyCompromise'))
    await (await followIndex(folder.file('index.sqlite'), world)).stop()
    writeFileSync(folder.file('keys.csv'), ['key_id', ...strong.slice(0, 3), ...weak.slice(0, 2), ...randomKeyIds(1)].join('\n'))
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  const simulate = async (...args: string[]) => {
    const { code, stdout, stderr } = await runDerkey(['policy', 'simulate', '--deployment', world.deploymentFile, ...args])
    expect(code, stderr).to.equal(0)
    return stdout
  }
  const ofIndex = () => ['--index', folder.file('index.sqlite')]

  it('says of every key of an index whom a policy would refuse or restrict, and why', async () => {
    const list = folder.file('decisions.jsonl')
    const answer = JSON.parse(await simulate('--json', '--policy', 'csip-baseline', ...ofIndex(), '--list', list)) as Answer
    expect(answer.outcomes).to.deep.equal({ admit: 29, restrict: 12, refuse: 1 })
    expect(answer.index).to.have.keys('block', 'time', 'age_seconds')
    expect(answer.index?.age_seconds).to.be.within(0, 60)
    expect(answer.rules.map(({ rule }) => rule)).to.include.members(['status', 'key_storage'])
    expect(answer.findings.find(({ rule }) => rule === 'key_storage')).to.include({ keys: 12, found: 'unprotected_memory' })
    expect(answer.decisions).to.equal(undefined)
    const lines = readFileSync(list, 'utf8').trim().split('\n')
    const listed = lines.map((line) => JSON.parse(line) as { key_id: Hex; outcome: string })
    expect(listed.map(({ key_id }) => key_id)).to.have.members([...strong, ...weak])
    expect(listed.find(({ key_id }) => key_id === strong[0])).to.include({ outcome: 'refuse' })
    expect(statSync(list).mode & 0o777).to.equal(0o600)
  })

  it('compares with the policy in force, and tells it in words', async () => {
    const text = await simulate('--policy', 'high-assurance', '--against', 'csip-baseline', ...ofIndex())
    expect(text).to.match(/^42 keys by policy high-assurance: admit 29 \(69\.0 %\), restrict 0 \(0\.0 %\), refuse 13 \(31\.0 %\)/)
    expect(text).to.match(/Otherwise than by csip-baseline:\n {2}12 from restrict to refuse/)
  })

  it('asks the registry about the keys of files, with every decision in one JSON document', async () => {
    const args = ['--json', '--policy', 'csip-baseline', '--certificates', folder.file('keys.csv'), '--rpc', world.chain.url]
    const answer = JSON.parse(await simulate(...args)) as Answer
    expect(answer.keys).to.equal(6)
    expect(answer.outcomes).to.deep.equal({ admit: 2, restrict: 2, refuse: 2 })
    expect(answer.decisions).to.have.length(6)
    expect(answer.rules.map(({ rule }) => rule)).to.include('unregistered')
  })

  it('takes an index or certificates, and not neither', async () => {
    const { code, stderr } = await runDerkey(['policy', 'simulate', '--policy', 'lab'])
    expect(code).to.equal(2)
    expect(stderr).to.include('give --index, or --certificates')
  })
})
