import { expect } from 'chai'
import { randomKeyIds } from '../../../scripts/network-drills/random-key-ids.ts'
import { setKeyStatus } from '../../../src/chain/calls/key-calls.ts'
import { openEndpoints } from '../../../src/chain/follow/endpoints.ts'
import { followedAddresses } from '../../../src/chain/follow/followed-addresses.ts'
import { followChain, type FollowProgress } from '../../../src/chain/follow/follow-chain.ts'
import { readLogs } from '../../../src/chain/follow/read-logs.ts'
import { createRpc } from '../../../src/chain/rpc-transport.ts'
import { mine } from '../../support/blocks.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { catchUp } from './catch-up.ts'
import { memoryLedger } from './memory-ledger.ts'

describe('following a chain', () => {
  let world: World
  let node: FaultyNode
  let other: FaultyNode
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
    other = await startFaultyNode(world.chain.url)
    for (let lot = 0; lot < 3; lot++) {
      await world.registerKeys('chip_maker', world.processes.secure_element.process_id, randomKeyIds(5))
      await mine(world.client)
    }
  })
  after(async () => {
    await node.close()
    await other.close()
    await world.close()
  })
  beforeEach(() => {
    node.choose = other.choose = () => 'pass'
  })

  const allLogs = async () => {
    const to = Number(await world.client.getBlockNumber({ cacheTime: 0 }))
    const rpc = createRpc(new URL(world.chain.url), 5000, undefined)
    return { head: to, logs: await readLogs(rpc, { addresses: followedAddresses(world.deployment), from: 0, to }) }
  }
  const wrong = { jsonrpc: '2.0', id: 1, error: { code: -32_005, message: 'query returned more than 10000 results' } }

  describe('once', () => {
    it('gives every event of the registry, from its first contract to the head, and confirms the head', async () => {
      const ledger = memoryLedger()
      await catchUp([world.chain.url], world.deployment, ledger)
      const { head, logs } = await allLogs()
      expect(ledger.logs()).to.deep.equal(logs)
      expect(ledger.position()?.block).to.equal(head)
      expect(ledger.confirmed.map((confirmed) => confirmed.head)).to.deep.equal([head])
      expect(ledger.windows[0]?.from).to.equal(world.deployment.block)
    })

    it('goes on where it stopped', async () => {
      const ledger = memoryLedger()
      await catchUp([world.chain.url], world.deployment, ledger)
      await world.registerKeys('oem', world.processes.unprotected_memory.process_id, randomKeyIds(2))
      await catchUp([world.chain.url], world.deployment, ledger)
      expect(ledger.logs()).to.deep.equal((await allLogs()).logs)
      expect(ledger.windows).to.have.length(2)
    })

    it('asks for fewer blocks at once where the node refuses, and gets the same', async () => {
      node.choose = (method, { params }) => {
        if (method !== 'eth_getLogs') return 'pass'
        const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
        return Number(toBlock) - Number(fromBlock) >= 3 ? { answer: JSON.stringify(wrong) } : 'pass'
      }
      const ledger = memoryLedger()
      await catchUp([node.url], world.deployment, ledger)
      expect(ledger.logs()).to.deep.equal((await allLogs()).logs)
      for (const { from, to } of ledger.windows) expect(to - from).to.be.below(3)
    })

    it('asks for fewer blocks at once where the node takes too long', async () => {
      node.choose = (method, { params }) => {
        if (method !== 'eth_getLogs') return 'pass'
        const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
        return Number(toBlock) - Number(fromBlock) >= 20 ? 'hang' : 'pass'
      }
      const ledger = memoryLedger()
      await catchUp([node.url], world.deployment, ledger)
      expect(ledger.logs()).to.deep.equal((await allLogs()).logs)
    })

    it('sorts what comes in another order', async () => {
      node.choose = (method) => (method === 'eth_getLogs' ? { alter: (logs) => (logs as unknown[]).toReversed() } : 'pass')
      const ledger = memoryLedger()
      await catchUp([node.url], world.deployment, ledger)
      expect(ledger.logs()).to.deep.equal((await allLogs()).logs)
    })
  })

  describe('through one node', () => {
    type Log = Record<string, unknown>
    const first = (change: (log: Log) => unknown) => (logs: unknown) => {
      const [log, ...rest] = logs as Log[]
      return [change(log as Log), ...rest]
    }
    const faults: [what: string, method: string, alter: (result: unknown) => unknown, code: string][] = [
      ['gives logs of another contract', 'eth_getLogs', first((log) => ({ ...log, address: `0x${'11'.repeat(20)}` })), 'chain_nonsense'],
      [
        'gives logs of blocks that were not asked for',
        'eth_getLogs',
        first((log) => ({ ...log, blockNumber: '0xffffff' })),
        'chain_nonsense',
      ],
      ['gives a log twice', 'eth_getLogs', (logs) => [(logs as Log[])[0], ...(logs as Log[])], 'chain_nonsense'],
      ['gives a log without a block', 'eth_getLogs', first((log) => ({ ...log, blockHash: null })), 'chain_nonsense'],
      ['gives a log behind a million others', 'eth_getLogs', first((log) => ({ ...log, logIndex: '0x100000' })), 'chain_nonsense'],
      ['gives half a log', 'eth_getLogs', first(({ address, topics }) => ({ address, topics })), 'chain_nonsense'],
      [
        'gives logs of another block hash',
        'eth_getLogs',
        first((log) => ({ ...log, blockHash: `0x${'22'.repeat(32)}` })),
        'chain_nonsense',
      ],
      ['gives no list', 'eth_getLogs', () => ({}), 'chain_nonsense'],
      ['has no block', 'eth_getBlockByNumber', () => null, 'chain_nonsense'],
      ['gives another block', 'eth_getBlockByNumber', (block) => ({ ...(block as Log), number: '0x1' }), 'chain_nonsense'],
      ['gives a block without a hash', 'eth_getBlockByNumber', (block) => ({ ...(block as Log), hash: null }), 'chain_nonsense'],
      ['is of another chain', 'eth_chainId', () => '0x5', 'wrong_chain'],
    ]
    for (const [what, name, alter, code] of faults) {
      it(`that ${what}, is ${code}, and nothing is kept`, async () => {
        node.choose = (method) => (method === name ? { alter } : 'pass')
        const ledger = memoryLedger()
        expect((await problemOf(catchUp([node.url], world.deployment, ledger))).code).to.equal(code)
        expect(ledger.windows).to.deep.equal([])
        expect(ledger.confirmed).to.deep.equal([])
      })
    }

    it('that answers 429, is asked again at once, and when it still does is chain_busy, and asked again later', async () => {
      let left = 5
      node.choose = (method) => (method === 'eth_getLogs' && left-- > 0 ? { answer: 'slow down', status: 429 } : 'pass')
      expect((await problemOf(catchUp([node.url], world.deployment, memoryLedger()))).code).to.equal('chain_busy')
      const ledger = memoryLedger()
      await catchUp([node.url], world.deployment, ledger, 10_000)
      expect(ledger.logs()).to.deep.equal((await allLogs()).logs)
    })

    it('that answers with an old block, is chain_behind, and nothing is forgotten or confirmed', async () => {
      const ledger = memoryLedger()
      await catchUp([node.url], world.deployment, ledger)
      const position = ledger.position()
      const old = await world.client.request({ method: 'eth_getBlockByNumber', params: ['0x5', false] })
      node.choose = (_, { params }) => (params[0] === 'latest' ? { alter: () => old } : 'pass')
      expect((await problemOf(catchUp([node.url], world.deployment, ledger))).code).to.equal('chain_behind')
      expect(ledger.position()).to.deep.equal(position)
      expect(ledger.confirmed).to.have.length(1)
    })
  })

  describe('until it is stopped', () => {
    it('gives what is new, and says where it is', async () => {
      const ledger = memoryLedger()
      const stopping = new AbortController()
      const endpoints = openEndpoints({ urls: [world.chain.url], deployment: world.deployment })
      const progress: FollowProgress[] = []
      const reached = Promise.withResolvers<undefined>()
      let wanted = 0
      const onProgress = (step: FollowProgress) => {
        progress.push(step)
        if (step.block === wanted) reached.resolve(undefined)
      }
      const following = followChain({ endpoints, deployment: world.deployment, ledger, pollMs: 20, signal: stopping.signal, onProgress })
      const keys = randomKeyIds(4)
      await world.registerKeys('oem', world.processes.unprotected_memory.process_id, keys)
      wanted = (await world.act('oem', setKeyStatus(world.deployment.contracts, 'owner', keys, 'suspended', 'keyCompromise'))).block
      await reached.promise
      stopping.abort()
      await following
      endpoints.close()
      expect(ledger.logs()).to.deep.equal((await allLogs()).logs)
      expect(progress.reduce((sum, step) => sum + step.keys, 0)).to.be.at.least(19)
    })
  })
})
