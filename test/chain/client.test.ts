import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { LocalChain } from '../../scripts/local-chain.ts'
import { createClient, requireChain } from '../../src/chain/client.ts'
import { readBlock, waitForBlock } from '../../src/chain/reads/block.ts'
import { startChain } from '../support/chain.ts'
import { startFaultyNode, type Fault, type FaultyNode } from '../support/faulty-node.ts'
import { problemOf } from '../support/problem-of.ts'

describe('a node', () => {
  let chain: LocalChain
  let node: FaultyNode
  before(async () => {
    chain = await startChain()
    node = await startFaultyNode(chain.url)
  })
  after(async () => {
    await node.close()
    await chain.close()
  })
  const client = () => createClient({ rpc: node.url, timeoutMs: 200 })
  const rpcError = '{"jsonrpc":"2.0","id":1,"error":{"code":-32004,"message":"not supported"}}'

  const cases: { fault: Fault; what: string; code: string }[] = [
    { fault: 'hang', what: 'hangs', code: 'chain_timeout' },
    { fault: 'drop', what: 'drops the connection', code: 'chain_unreachable' },
    { fault: { answer: '<html>' }, what: 'answers with HTML', code: 'chain_nonsense' },
    { fault: { answer: '{}' }, what: 'answers with JSON that is no JSON-RPC', code: 'chain_nonsense' },
    { fault: { answer: '[]' }, what: 'answers with a list', code: 'chain_nonsense' },
    { fault: { answer: '{"jsonrpc":"2.0","id":1,"error":{"code":"x"}}' }, what: 'answers with a malformed error', code: 'chain_nonsense' },
    { fault: { answer: '{"jsonrpc":"2.0","id":1,"result":"zero"}' }, what: 'answers with a word for a number', code: 'chain_nonsense' },
    { fault: { answer: rpcError }, what: 'refuses the method', code: 'chain_refused' },
  ]
  for (const { fault, what, code } of cases) {
    it(`that ${what} is ${code}`, async () => {
      node.choose = () => fault
      expect((await problemOf(requireChain(client(), chain.chainId))).code).to.equal(code)
    })
  }

  it('that begins an answer and never ends it is chain_timeout', async () => {
    const server: Server = createServer((_, outgoing) => void outgoing.write('{"jsonrpc":')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const rpc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const problem = await problemOf(requireChain(createClient({ rpc, timeoutMs: 200 }), 1))
    server.closeAllConnections()
    server.close()

    expect(problem.code).to.equal('chain_timeout')
  })

  it('whose answer does not end is chain_unreachable before it fills the memory', async () => {
    const server: Server = createServer((_, outgoing) => {
      const more = () => {
        while (!outgoing.destroyed && outgoing.write(Buffer.alloc(1_048_576, 0x20)));
      }
      outgoing.on('drain', more)
      more()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const rpc = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const problem = await problemOf(requireChain(createClient({ rpc, timeoutMs: 20_000 }), 1))
    server.closeAllConnections()
    server.close()

    expect(problem.code).to.equal('chain_unreachable')
    expect(problem.message).to.contain('more than')
  })

  for (const block of ['{}', '{"number":"0x1"}', '{"number":"0x1","timestamp":"0xffffffffffffffff"}']) {
    it(`whose newest block is ${block} is chain_nonsense`, async () => {
      node.choose = () => ({ answer: `{"jsonrpc":"2.0","id":1,"result":${block}}` })
      expect((await problemOf(readBlock(client()))).code).to.equal('chain_nonsense')
    })
  }

  it('that is not there is chain_unreachable, and the address is named', async () => {
    const problem = await problemOf(requireChain(createClient({ rpc: 'http://127.0.0.1:1' }), 1))

    expect(problem.code).to.equal('chain_unreachable')
    expect(problem.message).to.contain('127.0.0.1:1')
  })

  it('of another chain is wrong_chain, and both are named', async () => {
    node.choose = () => 'pass'
    const problem = await problemOf(requireChain(client(), 99))

    expect(problem.code).to.equal('wrong_chain')
    expect(problem.message).to.contain('31337').and.contain('99')
  })

  it('that stays behind is block_not_reached', async () => {
    expect((await problemOf(waitForBlock(client(), 1000, 200))).code).to.equal('block_not_reached')
  })

  it('is counted by method and outcome', async () => {
    const seen: string[] = []
    const counted = createClient({
      rpc: node.url,
      timeoutMs: 200,
      observe: ({ method, outcome }) => void seen.push(`${method} ${outcome}`),
    })
    await readBlock(counted)
    for (const fault of [{ answer: rpcError }, 'drop'] as const) {
      node.choose = () => fault
      await problemOf(readBlock(counted))
    }
    expect(seen).to.deep.equal(['eth_getBlockByNumber ok', 'eth_getBlockByNumber error', 'eth_getBlockByNumber unreachable'])
  })

  it('is asked again by a command when it turned a question away, cut it off or garbled it, and not when it says nothing', async () => {
    const again = createClient({ rpc: node.url, timeoutMs: 200, again: true })
    const faults: Fault[] = [{ answer: 'wait', status: 429 }, 'drop', { answer: '{"jsonrpc"' }]
    const waiting = [...faults]
    node.choose = () => waiting.shift() ?? 'pass'
    await readBlock(again)
    node.seen.length = 0
    node.choose = () => 'hang'

    expect((await problemOf(readBlock(again))).code).to.equal('chain_timeout')
    expect(node.seen).to.have.length(1)
    node.choose = () => faults[0] ?? 'pass'
    expect((await problemOf(readBlock(again))).code).to.equal('chain_busy')
    expect(node.seen).to.have.length(5)
  })

  it('behind basic authentication gets user and password, and no error shows them', async () => {
    const seen: (string | undefined)[] = []
    const server = createServer((incoming, outgoing) => {
      seen.push(incoming.headers.authorization)
      outgoing.end('no')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const rpc = `http://user:se%40cret@127.0.0.1:${(server.address() as AddressInfo).port}`
    const problem = await problemOf(requireChain(createClient({ rpc }), 1))
    server.closeAllConnections()
    server.close()

    expect(seen).to.deep.equal([`Basic ${Buffer.from('user:se@cret').toString('base64')}`])
    expect(JSON.stringify(problem)).to.not.contain('cret')
  })

  for (const rpc of ['', 'localhost', 'ws://127.0.0.1', 'file:///etc/passwd']) {
    it(`cannot stand at ${JSON.stringify(rpc)}`, () => {
      expect(() => createClient({ rpc })).to.throw('is no http or https URL')
    })
  }

  it('cannot be asked by a password of which nobody knows what it is', () => {
    expect(() => createClient({ rpc: 'http://user:100%zz@127.0.0.1' }))
      .to.throw('write %25')
      .and.include({ code: 'invalid_input', field: 'rpc' })
      .and.satisfy(({ message }: Error) => !message.includes('zz'))
  })
})
