import { setTimeout as pause } from 'node:timers/promises'
import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { accredit, setEntityState } from '../../src/chain/calls/entity-calls.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { offerKeys } from '../../src/chain/calls/offer-calls.ts'
import { createProcess, setProcessState } from '../../src/chain/calls/process-calls.ts'
import { createClient } from '../../src/chain/client.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import { registryOf } from '../../src/chain/registry.ts'
import { toTime } from '../../src/domain/fields.ts'
import type { KeyStatusChange, KeyStatusSource } from '../../src/domain/key-status-source.ts'
import { newRotatingKey, rotate } from '../support/rotating-key.ts'
import { startFaultyNode, type FaultyNode } from '../support/faulty-node.ts'
import { deployWorld, type World } from '../support/world.ts'

const keyId = (name: string) => `0x${createHash('sha256').update(name).digest('hex')}` as const

describe('the chain as a source of key statuses', () => {
  let world: World
  let node: FaultyNode
  let source: KeyStatusSource
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
    source = createChainSource(registryOf(createClient({ rpc: node.url, timeoutMs: 200 }), world.deployment), { pollMs: 20 })
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [keyId('known')])
  })
  beforeEach(() => {
    node.choose = () => 'pass'
    node.seen.length = 0
  })
  after(async () => {
    await node.close()
    await world.close()
  })

  it('has the name of the registry (CAIP-10)', () => {
    expect(source.registry).to.equal(`eip155:31337:${world.deployment.contracts.KeyRegistry.address}`)
  })

  it('answers a registered key in one eth_call', async () => {
    const answer = await source.get(keyId('known'))

    expect(answer).to.include({ kind: 'known', registry: source.registry })
    expect(node.seen).to.deep.equal(['eth_call'])
  })

  it('answers unknown, with its block, for a key that is not registered', async () => {
    const answer = await source.get(keyId('unknown'))

    expect(answer.kind).to.equal('unknown')
    expect(answer.kind === 'unknown' && answer.as_of.block).to.be.greaterThan(0)
  })

  for (const fault of ['hang', 'drop', { answer: 'nonsense' }, { answer: '{"jsonrpc":"2.0","id":1,"result":"0x"}' }] as const) {
    it(`answers unreachable, never unknown, when the node does ${JSON.stringify(fault)}`, async () => {
      node.choose = () => fault
      const answer = await source.get(keyId('known'))

      expect(answer.kind).to.equal('unreachable')
      expect(answer.kind === 'unreachable' && answer.cause).to.match(/^(chain|contract)_[a-z]+: /)
    })
  }

  /** The changes that `work` brings about, up to the one that `isLast` accepts. */
  async function changesDuring(work: () => Promise<unknown>, isLast: (change: KeyStatusChange) => boolean): Promise<KeyStatusChange[]> {
    const stop = new AbortController()
    const found: KeyStatusChange[] = []
    const following = (async () => {
      for await (const change of source.changes(stop.signal)) {
        found.push(change)
        if (isLast(change)) stop.abort()
      }
    })()
    // the source follows from the first block that it has seen, and looks again only then
    while (node.seen.filter((method) => method === 'eth_blockNumber').length < 2) await pause(5)
    await work()
    await following
    return found
  }

  it('tells which keys changed, in the order of the chain', async () => {
    const { contracts } = world.deployment
    const { process_id } = world.processes.secure_element
    let count = 0
    const found = await changesDuring(
      async () => {
        await world.registerKeys('chip_maker', process_id, [keyId('a'), keyId('b')])
        await world.act('regulator', setKeyStatus(contracts, 'regulator', [keyId('a'), keyId('b')], 'suspended', 'keyCompromise'))
      },
      () => ++count === 2,
    )
    expect(found.map((change) => (change.kind === 'keys' ? change.key_ids : change.kind))).to.deep.equal([
      [keyId('a'), keyId('b')],
      [keyId('a'), keyId('b')],
    ])
  })

  it('tells that every key of a line of successors changed when one is added to it, and nothing of an offer', async () => {
    const { contracts } = world.deployment
    const keys = [newRotatingKey(), newRotatingKey(), newRotatingKey()] as const
    const ids = keys.map(({ key_id }) => key_id)
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [...ids, keyId('offered')])
    await rotate(world, 'chip_maker', keys[0], keys[1])
    const found = await changesDuring(
      async () => {
        await world.act(
          'chip_maker',
          offerKeys(contracts, [keyId('offered')], world.actors.oem.account, toTime(Math.floor(Date.now() / 1000) + 3600)),
        )
        await rotate(world, 'chip_maker', keys[1], keys[2])
      },
      () => true,
    )
    expect(found.map((change) => (change.kind === 'keys' ? change.key_ids.toSorted() : change.kind))).to.deep.equal([ids.toSorted()])
  })

  it('tells to decide everything again when a process or an entity changes, and nothing when a process is created', async () => {
    const { contracts } = world.deployment
    const { process_id } = world.processes.unprotected_memory
    let count = 0
    const found = await changesDuring(
      async () => {
        await world.act('chip_maker', createProcess(contracts, undefined))
        await world.act('regulator', setProcessState(contracts, 'regulator', process_id, 'suspended', 'unspecified'))
        await world.act('registrar', setEntityState(contracts, world.actors.oem.account, 'suspended'))
        await world.act('board', accredit(contracts, world.actors.assessor.account, '2040-01-01T00:00:00Z'))
      },
      () => ++count === 3,
    )
    expect(found.map(({ kind }) => kind)).to.deep.equal(['all', 'all', 'all'])
  })

  it('tells when it is away and when it is back, and misses nothing of what happened meanwhile', async () => {
    const { contracts } = world.deployment
    const found = await changesDuring(
      async () => {
        node.choose = () => 'drop'
        await world.act('regulator', setKeyStatus(contracts, 'regulator', [keyId('known')], 'suspended', 'unspecified'))
        const before = node.seen.length
        while (node.seen.length < before + 3) await pause(5)
        node.choose = () => 'pass'
      },
      ({ kind }) => kind === 'keys',
    )
    expect(found.slice(0, 2)).to.deep.equal([
      { kind: 'reachable', reachable: false },
      { kind: 'reachable', reachable: true },
    ])
    expect(found[2]).to.deep.include({ kind: 'keys', key_ids: [keyId('known')] })
  })
})
