import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyStatusChange, KeyStatusSource } from '../../src/domain/key-status-source.ts'
import { createOracleSource } from '../../src/oracle-client/create-oracle-source.ts'
import { readRegistryName } from '../../src/oracle-client/read-registry-name.ts'
import { startOracleWorld, type OracleWorld } from '../oracle/oracle-world.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { startGate, type Gate } from '../support/gate.ts'
import { newRotatingKey, rotate } from '../support/rotating-key.ts'

const isReachability = ({ kind }: KeyStatusChange) => kind === 'reachable'
const randomKey = (): Hex => `0x${randomBytes(32).toString('hex')}`

describe('a key status source that is an oracle', () => {
  let there: OracleWorld
  let node: FaultyNode
  let gate: Gate
  let source: KeyStatusSource
  let chain: KeyStatusSource

  before(async () => {
    there = await startOracleWorld({ max_index_age_seconds: 2 }, ['chip_maker'], async (world) => {
      node = await startFaultyNode(world.chain.url)
      return { rpc: node.url }
    })
    gate = await startGate(there.oracle().url)
    source = sourceOf()
    chain = createChainSource(there.world.registry, { pollMs: 20 })
  })
  after(async () => {
    await gate.close()
    await there.close()
    await node.close()
  })

  const sourceOf = (change: Partial<Parameters<typeof createOracleSource>[0]> = {}) =>
    createOracleSource({ url: gate.url, token: there.tokens.utility, registry: there.world.registry.name, timeoutMs: 2000, ...change })
  const newest = async (keyId: Hex) => {
    await there.untilAtHead()
    return source.get(keyId)
  }
  const register = async (keyIds: readonly Hex[]) => {
    await there.world.registerKeys('chip_maker', there.world.processes.secure_element.process_id, keyIds)
  }
  const revoke = (keyId: Hex) =>
    there.world.act('chip_maker', setKeyStatus(there.world.deployment.contracts, 'owner', [keyId], 'revoked', 'keyCompromise'))

  it('knows by its own words which registry it answers for', async () => {
    expect(await readRegistryName({ url: gate.url })).to.equal(there.world.registry.name)
  })

  it('answers as the chain does, of keys that are there and of keys that are not', async () => {
    const keyId = randomKey()
    expect(await newest(keyId)).to.deep.equal(await chain.get(keyId))
    await register([keyId])
    expect(await newest(keyId))
      .to.deep.equal(await chain.get(keyId))
      .and.to.include({ kind: 'known' })
    await revoke(keyId)
    const answer = await newest(keyId)
    expect(answer).to.deep.equal(await chain.get(keyId))
    expect(answer.kind === 'known' && answer.info.effective_status).to.equal('revoked')
  })

  it('tells the keys of one device in their order', async () => {
    const [first, second] = [newRotatingKey(), newRotatingKey()]
    await register([first.key_id, second.key_id])
    await rotate(there.world, 'chip_maker', first, second)
    const answer = await newest(first.key_id)
    expect(answer).to.deep.equal(await chain.get(first.key_id))
    expect(answer.kind === 'known' && answer.line).to.deep.equal([first.key_id, second.key_id])
  })

  it('is unreachable, with the cause, while the oracle cannot ask its chain', async () => {
    const keyId = randomKey()
    node.choose = () => 'drop'
    let answer = await source.get(keyId)
    while (answer.kind === 'unknown') answer = await source.get(keyId)
    node.choose = () => 'pass'
    expect(answer).to.include({ kind: 'unreachable', registry: source.registry })
    expect(answer.kind === 'unreachable' && answer.cause).to.match(/^oracle: index_stale: /)
    while (answer.kind !== 'unknown') answer = await source.get(keyId)
  })

  it('is unreachable with a token that is none, for another registry, and where nothing listens', async () => {
    const keyId = randomKey()
    const causeOf = async (asked: KeyStatusSource) => {
      const answer = await asked.get(keyId)
      return answer.kind === 'unreachable' ? answer.cause : answer.kind
    }
    expect(await causeOf(sourceOf({ token: 'derkey_wrong' }))).to.match(/^oracle: token_unknown: /)
    expect(await causeOf(sourceOf({ registry: 'eip155:1:0x00' }))).to.equal(`oracle: it answers for ${source.registry}`)
    expect(await causeOf(sourceOf({ url: 'http://127.0.0.1:1' }))).to.match(/^oracle: .*ECONNREFUSED/)
    expect(await causeOf(sourceOf({ url: `${gate.url}/elsewhere` }))).to.match(/^oracle: answers 404 with what is no answer/)
  })

  describe('its changes', () => {
    let aborted: AbortController
    let changes: AsyncIterator<KeyStatusChange>
    beforeEach(() => {
      aborted = new AbortController()
      changes = source.changes(aborted.signal)[Symbol.asyncIterator]()
    })
    afterEach(async () => {
      gate.open()
      node.choose = () => 'pass'
      aborted.abort()
      while ((await changes.next()).done !== true);
    })
    const next = async (wanted: (change: KeyStatusChange) => boolean) => {
      for (;;) {
        const { value, done } = await changes.next()
        if (done === true) throw new Error('the changes ended')
        if (wanted(value)) return value
      }
    }

    it('are keys, and everything where a process changed', async () => {
      expect(await next(() => true)).to.include({ kind: 'all' })
      const keyId = randomKey()
      await register([keyId])
      const isOfKey = (change: KeyStatusChange) => change.kind === 'keys' && change.key_ids.includes(keyId)
      await next(isOfKey)
      const { block } = await revoke(keyId)
      expect(await next(isOfKey)).to.deep.equal({ kind: 'keys', key_ids: [keyId], block })
      const set = (state: 'suspended' | 'active') => {
        const { contracts } = there.world.deployment
        return there.world.act('regulator', setProcessState(contracts, 'regulator', '2', state, 'certificateHold'))
      }
      await set('suspended')
      expect(await next(({ kind }) => kind !== 'keys')).to.include({ kind: 'all' })
      await set('active')
    })

    it('tell that the oracle is away, and everything when it is back', async () => {
      await next(({ kind }) => kind === 'all')
      gate.shut()
      expect(await next(isReachability)).to.deep.equal({ kind: 'reachable', reachable: false })
      const keyId = randomKey()
      await register([keyId])
      gate.open()
      expect(await next(() => true)).to.deep.equal({ kind: 'reachable', reachable: true })
      expect(await next(() => true)).to.include({ kind: 'all' })
    })

    it('tell that the chain of the oracle is away, and when it is back', async () => {
      await next(({ kind }) => kind === 'all')
      node.choose = () => 'drop'
      expect(await next(isReachability)).to.include({ reachable: false })
      node.choose = () => 'pass'
      expect(await next(isReachability)).to.include({ reachable: true })
    })

    it('go on over a restart of the oracle', async () => {
      await next(({ kind }) => kind === 'all')
      await there.restart()
      gate.target = there.oracle().url
      expect(await next(isReachability)).to.include({ reachable: false })
      expect(await next(() => true)).to.include({ reachable: true })
      expect(await next(() => true)).to.include({ kind: 'all' })
    })
  })

  it('is away from the beginning where it answers for another registry', async () => {
    const aborted = new AbortController()
    const changes = sourceOf({ registry: 'eip155:1:0x00' }).changes(aborted.signal)[Symbol.asyncIterator]()
    expect((await changes.next()).value).to.deep.equal({ kind: 'reachable', reachable: false })
    aborted.abort()
    expect((await changes.next()).done).to.equal(true)
  })
})
