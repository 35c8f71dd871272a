import { expect } from 'chai'
import { randomKeyIds } from '../../../scripts/network-drills/random-key-ids.ts'
import { decodeHeader, encodeHeader, type RpcBlock } from '../../../src/chain/proofs/header.ts'
import { openEndpoints } from '../../../src/chain/follow/endpoints.ts'
import { mine } from '../../support/blocks.ts'
import { forgedChain } from '../../support/forged-chain.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { catchUp } from './catch-up.ts'
import { memoryLedger, type MemoryLedger } from './memory-ledger.ts'

describe('several nodes of a chain', () => {
  let world: World
  let nodes: [FaultyNode, FaultyNode, FaultyNode]
  let truth: MemoryLedger
  let head: number
  before(async () => {
    world = await deployWorld()
    nodes = await Promise.all([world.chain.url, world.chain.url, world.chain.url].map(startFaultyNode) as never)
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, randomKeyIds(3))
    for (let block = 0; block < 15; block++) await mine(world.client)
    truth = memoryLedger()
    await catchUp([world.chain.url], world.deployment, truth)
    head = truth.position()?.block as number
  })
  after(async () => {
    for (const node of nodes) await node.close()
    await world.close()
  })
  beforeEach(() => {
    for (const node of nodes) {
      node.choose = () => 'pass'
      node.seen.length = 0
    }
  })

  const name = ({ url }: FaultyNode) => new URL(url).host
  const urls = (count: number) => nodes.slice(0, count).map(({ url }) => url)
  /** The chain as it was some blocks ago. */
  const lag = async (node: FaultyNode, blocks: number) => {
    const old = await world.client.request({ method: 'eth_getBlockByNumber', params: [`0x${(head - blocks).toString(16)}`, false] })
    node.choose = (_, { params }) => (params[0] === 'latest' ? { alter: () => old } : 'pass')
  }
  const same = (ledger: MemoryLedger) => {
    expect(ledger.logs()).to.deep.equal(truth.logs())
    expect(ledger.position()?.block).to.equal(head)
  }

  describe('two', () => {
    it('that agree are followed, and asked both for heads and logs', async () => {
      const ledger = memoryLedger()
      expect((await catchUp(urls(2), world.deployment, ledger)).disagreements).to.deep.equal([])
      same(ledger)
      for (const { seen } of nodes.slice(0, 2)) expect(seen).to.include.members(['eth_getLogs', 'eth_getBlockByNumber'])
    })

    for (const fault of ['drop', 'hang', { answer: '<html>' }, { answer: 'slow down', status: 429 }] as const) {
      it(`of which the first fails (${JSON.stringify(fault)}) are followed by the other alone`, async () => {
        nodes[0].choose = () => fault
        const ledger = memoryLedger()
        const found = await catchUp(urls(2), world.deployment, ledger)
        same(ledger)
        expect(found.standings).to.deep.equal([`${name(nodes[0])} fails`, `${name(nodes[1])} agrees`])
      })
    }

    it('of which one fails in the middle are followed by the other', async () => {
      nodes[0].choose = (method) => (method === 'eth_getLogs' ? 'drop' : 'pass')
      const ledger = memoryLedger()
      await catchUp(urls(2), world.deployment, ledger, 5000)
      same(ledger)
    })

    it('that disagree are not followed: nothing says who is right', async () => {
      nodes[0].choose = await forgedChain(world.client, head - 4)
      const ledger = memoryLedger()
      const problem = await problemOf(catchUp(urls(2), world.deployment, ledger))
      expect(problem.code).to.equal('chain_disagrees')
      expect(problem.message).to.include(name(nodes[0])).and.include(name(nodes[1]))
      expect(ledger.position()).to.equal(undefined)
    })

    it('that tell different logs are not followed', async () => {
      nodes[1].choose = (method) => (method === 'eth_getLogs' ? { alter: (logs) => (logs as unknown[]).slice(1) } : 'pass')
      const ledger = memoryLedger()
      expect((await problemOf(catchUp(urls(2), world.deployment, ledger))).code).to.equal('chain_disagrees')
      expect(ledger.windows).to.deep.equal([])
    })

    it('of which one is a few blocks behind are followed as far as both have got', async () => {
      await lag(nodes[0], 3)
      const ledger = memoryLedger()
      expect((await catchUp(urls(2), world.deployment, ledger)).disagreements).to.deep.equal([])
      expect(ledger.position()?.block).to.equal(head - 3)
    })

    it('of which one is far behind are followed by the other, and it is said', async () => {
      await lag(nodes[0], 12)
      const ledger = memoryLedger()
      const found = await catchUp(urls(2), world.deployment, ledger)
      same(ledger)
      expect(found.standings).to.include(`${name(nodes[0])} behind`)
      expect(found.disagreements).to.deep.equal([name(nodes[0])])
    })

    it('of which one is of another chain are followed by the other', async () => {
      nodes[0].choose = (method) => (method === 'eth_chainId' ? { alter: () => '0x5' } : 'pass')
      const ledger = memoryLedger()
      const found = await catchUp(urls(2), world.deployment, ledger)
      same(ledger)
      expect(found.standings).to.include(`${name(nodes[0])} fails`)
    })
  })

  describe('three', () => {
    for (const liar of [0, 1, 2]) {
      it(`of which number ${liar + 1} tells another history are followed by the two others, and it is said`, async () => {
        ;(nodes[liar] as FaultyNode).choose = await forgedChain(world.client, head - 4)
        const ledger = memoryLedger()
        const found = await catchUp(urls(3), world.deployment, ledger)
        same(ledger)
        expect(found.disagreements).to.deep.equal([name(nodes[liar] as FaultyNode)])
        expect(found.standings).to.include(`${name(nodes[liar] as FaultyNode)} disagrees`)
      })
    }

    for (const liar of [0, 1]) {
      it(`of which number ${liar + 1} keeps a log back are followed by the two others`, async () => {
        ;(nodes[liar] as FaultyNode).choose = (method) =>
          method === 'eth_getLogs' ? { alter: (logs) => (logs as unknown[]).slice(1) } : 'pass'
        const ledger = memoryLedger()
        const found = await catchUp(urls(3), world.deployment, ledger)
        same(ledger)
        expect(found.disagreements).to.deep.equal([name(nodes[liar] as FaultyNode)])
      })
    }

    it('of which the first says another time of a block, is not believed', async () => {
      nodes[0].choose = (_, { params }) =>
        params[0] === `0x${(truth.windows[0]?.from ?? 0).toString(16)}`
          ? { alter: (block) => ({ ...(block as RpcBlock), timestamp: '0x1' }) }
          : 'pass'
      const ledger = memoryLedger()
      const found = await catchUp(urls(3), world.deployment, ledger, 5000)
      same(ledger)
      expect(ledger.windows[0]?.blocks).to.deep.equal(truth.windows[0]?.blocks)
      expect(found.standings).to.include(`${name(nodes[0])} fails`)
    })

    it('of which the first forgot what was followed are not rolled back', async () => {
      const ledger = memoryLedger()
      await catchUp([world.chain.url], world.deployment, ledger)
      await mine(world.client)
      nodes[0].choose = await forgedChain(world.client, 1)
      const latest = nodes[0].choose
      // of the head it has the same idea as the others
      nodes[0].choose = (method, request) => (request.params[0] === 'latest' || method === 'eth_getLogs' ? 'pass' : latest(method, request))
      const found = await catchUp(urls(3), world.deployment, ledger, 5000)
      expect(found.rolledBack).to.deep.equal([])
      expect(found.disagreements).to.include(name(nodes[0]))
      expect(ledger.logs()).to.deep.equal(truth.logs())
      truth = memoryLedger()
      await catchUp([world.chain.url], world.deployment, truth)
      head = truth.position()?.block as number
    })

    it('of which one is far behind and the two others disagree are not followed', async () => {
      await lag(nodes[0], 12)
      nodes[1].choose = await forgedChain(world.client, head - 4)
      expect((await problemOf(catchUp(urls(3), world.deployment, memoryLedger()))).code).to.equal('chain_disagrees')
    })

    it('of which one invents blocks beyond the head are followed as far as two have got', async () => {
      const invented = (block: unknown) => {
        const changed = { ...(block as RpcBlock), number: '0xffff' }
        return { ...changed, hash: decodeHeader(encodeHeader(changed)).hash }
      }
      nodes[2].choose = (_, { params }) => (params[0] === 'latest' ? { alter: invented } : 'pass')
      const ledger = memoryLedger()
      await catchUp(urls(3), world.deployment, ledger)
      same(ledger)
    })
  })

  it('that all fail leave what the first failed with', async () => {
    nodes[0].choose = () => 'drop'
    nodes[1].choose = () => 'hang'
    expect((await problemOf(catchUp(urls(2), world.deployment, memoryLedger()))).code).to.equal('chain_unreachable')
  })

  for (const [urls, what] of [
    [[], 'no node is named'],
    [['http://127.0.0.1:1', 'http://127.0.0.1:1'], 'a node is named twice'],
    [['http://127.0.0.1:1', 'HTTP://127.0.0.1:1/'], 'a node is named twice'],
    [['ftp://127.0.0.1'], 'is no http, https, ws or wss URL'],
  ] as const) {
    it(`cannot be ${JSON.stringify(urls)}: ${what}`, () => {
      expect(() => openEndpoints({ urls, deployment: world.deployment })).to.throw(what)
    })
  }
})
