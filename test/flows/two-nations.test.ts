import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { registriesSchema } from '../../scripts/build/registries-schema.ts'
import { registriesOf } from '../../scripts/registries/registries-of-options.ts'
import { judgeKey } from '../../src/ca/judge-key.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { problemOf } from '../support/problem-of.ts'
import { runDerkey } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

const keyIdOf = (digit: string): Hex => `0x${digit.repeat(64)}`
const plain = { mode: 'enforce', unregistered: 'refuse', max_answer_age_seconds: 60, restricted_may: [] }

describe('the registries of two nations, on two chains', () => {
  const folder = temporaryFolder()
  let first: World
  let second: World
  let asked: { rpc: string; deployment: string; policy: string }[]
  before(async () => {
    ;[first, second] = await Promise.all([deployWorld(), deployWorld({ chainId: 31_338 })])
    const strict = { key_storage: { accept: ['secure_element'], otherwise: 'restrict' } }
    writeFileSync(folder.file('first.json'), JSON.stringify({ ...plain, name: 'first', rules: strict }))
    writeFileSync(folder.file('second.json'), JSON.stringify({ ...plain, name: 'second', rules: {} }))
    asked = [
      { rpc: first.chain.url, deployment: first.deploymentFile, policy: 'first.json' },
      { rpc: second.chain.url, deployment: second.deploymentFile, policy: 'second.json' },
    ]
  })
  after(async () => {
    await Promise.all([first?.close(), second?.close()])
    folder.remove()
  })

  const fileOf = (registries: unknown): string => {
    const file = folder.file(`registries-${Math.random()}.json`)
    writeFileSync(file, JSON.stringify({ registries }))
    return file
  }
  /** What a CA makes of a key without a device around it. */
  const judge = async (keyId: Hex, registries: unknown = asked) => {
    const opened = await registriesOf({ registries: fileOf(registries) })
    return judgeKey(keyId, undefined, { registries: opened, client_type: 'device', now: Date.now() / 1000 })
  }
  const inMemory = (world: World, ...keys: Hex[]) => world.registerKeys('oem', world.processes.unprotected_memory.process_id, keys)

  it('each decide on the keys that they know, by the policy that the file gives them, in its order', async () => {
    const [ours, theirs, both] = [keyIdOf('1'), keyIdOf('2'), keyIdOf('3')]
    await inMemory(first, ours, both)
    await inMemory(second, theirs, both)

    for (const [key, outcome, world, policy] of [
      [ours, 'restrict', first, 'first'],
      [theirs, 'admit', second, 'second'],
      [both, 'restrict', first, 'first'],
    ] as const) {
      const { decision } = await judge(key)
      expect([decision.outcome, decision.registry, decision.policy.name]).to.deep.equal([outcome, world.registry.name, policy])
      expect(decision.consulted.map(({ registry }) => registry)).to.deep.equal([first.registry.name, second.registry.name])
    }
    expect((await judge(both, asked.toReversed())).decision).to.include({ outcome: 'admit', registry: second.registry.name })
    expect((await judge(keyIdOf('4'))).decision).to.include({ outcome: 'refuse' })
  })

  it('shut out a key that one of them revoked, and say in words which', async () => {
    const key = keyIdOf('5')
    await inMemory(first, key)
    await inMemory(second, key)
    await second.act('oem', setKeyStatus(second.deployment.contracts, 'owner', [key], 'revoked', 'keyCompromise'))

    const { code, stdout } = await runDerkey(['decide', key, '--registries', fileOf(asked)])

    expect(code).to.equal(11)
    expect(stdout).to.match(new RegExp(`^refuse: ${key} by policy second, registry ${second.registry.name}$`, 'm'))
    expect(stdout).to.include(`status: found revoked (keyCompromise), wanted active (in ${second.registry.name})`)
    expect(stdout).to.match(new RegExp(`^ {2}${first.registry.name}: active, process \\d+, block \\d+$`, 'm'))
  })

  const faults: readonly (readonly [string, string, string, () => unknown])[] = [
    ['one of them twice', 'invalid_configuration', 'registries[1]', () => [asked[0], asked[0]]],
    ['one that is away', 'chain_unreachable', 'registries[1]', () => [asked[0], { ...asked[1], rpc: 'http://127.0.0.1:9' }]],
    ["another's chain", 'wrong_chain', 'registries[1]', () => [asked[0], { ...asked[1], rpc: asked[0]?.rpc }]],
    ['a policy that is none', 'file_unreadable', 'registries[0].policy', () => [{ ...asked[0], policy: 'nothing.json' }]],
    ['one without a policy', 'invalid_configuration', 'registries[0].policy', () => [{ ...asked[0], policy: undefined }]],
    ['none', 'invalid_configuration', 'registries', () => []],
  ]
  for (const [what, code, field, registries] of faults) {
    it(`cannot be opened where the file names ${what}: ${code}`, async () => {
      expect(await problemOf(registriesOf({ registries: fileOf(registries()) }))).to.include({ code, field })
    })
  }

  it('are not mixed with the options for one registry', async () => {
    const one = { policy: 'lab', rpc: first.chain.url, deployment: first.deploymentFile }
    for (const field of ['policy', 'rpc', 'deployment'] as const) {
      const options = { registries: fileOf(asked), [field]: one[field] }
      expect(await problemOf(registriesOf(options))).to.include({ code: 'invalid_input', field })
    }
    expect(await problemOf(registriesOf({ ...one, policy: undefined }))).to.include({ code: 'invalid_input', field: 'policy' })
  })

  it('have the JSON Schema of their file in docs/registries.schema.json', () => {
    const file = join(import.meta.dirname, '..', '..', 'docs', 'registries.schema.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal(JSON.parse(registriesSchema()))
  })
})
