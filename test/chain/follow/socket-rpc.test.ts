import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import type { LocalChain } from '../../../scripts/local-chain.ts'
import { ask } from '../../../src/chain/chain-problem.ts'
import { createSocketRpc, type SocketRpc } from '../../../src/chain/socket-rpc.ts'
import { createClient } from '../../../src/chain/client.ts'
import { mine } from '../../support/blocks.ts'
import { startChain } from '../../support/chain.ts'
import { problemOf } from '../../support/problem-of.ts'

describe('a node behind a websocket', () => {
  let chain: LocalChain
  let rpc: SocketRpc
  let heads: number
  let onHead: () => void
  let way: Server
  let sockets: Socket[]
  let open: boolean
  before(async () => {
    chain = await startChain()
    way = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => socket.destroy())
      if (!open) return
      const node = connect(Number(new URL(chain.url).port), '127.0.0.1')
      node.on('error', () => socket.destroy())
      socket.pipe(node).pipe(socket)
      socket.on('close', () => node.destroy())
    }).listen(0, '127.0.0.1')
    await once(way, 'listening')
  })
  after(async () => {
    way.close()
    await chain.close()
  })
  beforeEach(() => {
    heads = 0
    onHead = () => {}
    sockets = []
    open = true
    const url = new URL(`ws://127.0.0.1:${(way.address() as AddressInfo).port}`)
    rpc = createSocketRpc(url, 500, () => {
      heads++
      onHead()
    })
  })
  afterEach(() => {
    rpc.close()
    for (const socket of sockets) socket.destroy()
  })

  const chainId = () => ask(() => rpc.request({ method: 'eth_chainId' }))

  it('answers', async () => {
    expect(await chainId()).to.equal('0x7a69')
    expect(await Promise.all([chainId(), chainId()])).to.deep.equal(['0x7a69', '0x7a69'])
    expect(sockets).to.have.length(1)
  })

  it('says when there is a new block', async () => {
    await chainId()
    const told = new Promise<void>((resolve) => (onHead = resolve))
    // the subscription is answered behind the request
    await chainId()
    await mine(createClient({ rpc: chain.url }))
    await told
    expect(heads).to.equal(1)
  })

  it('that refuses a request, is chain_refused', async () => {
    expect((await problemOf(ask(() => rpc.request({ method: 'eth_nothing' })))).code).to.equal('chain_refused')
  })

  it('that is cut off, is chain_unreachable, and is connected to again', async () => {
    await chainId()
    const pending = problemOf(ask(() => rpc.request({ method: 'eth_chainId' })))
    sockets[0]?.destroy()
    expect((await pending).code).to.equal('chain_unreachable')
    expect(await chainId()).to.equal('0x7a69')
    expect(sockets).to.have.length(2)
  })

  it('that never opens one, is chain_unreachable in time', async () => {
    open = false
    expect((await problemOf(chainId())).code).to.equal('chain_unreachable')
  })

  it('that says nothing any more, is chain_timeout, and is connected to again', async () => {
    await chainId()
    sockets[0]?.unpipe().resume()
    expect((await problemOf(chainId())).code).to.equal('chain_timeout')
    expect(await chainId()).to.equal('0x7a69')
  })

  it('that is not there, is chain_unreachable', async () => {
    const away = createSocketRpc(new URL('ws://127.0.0.1:1'), 500, () => {})
    expect((await problemOf(ask(() => away.request({ method: 'eth_chainId' })))).code).to.equal('chain_unreachable')
    away.close()
  })

  it('that was closed here, is asked nothing more', async () => {
    await chainId()
    rpc.close()
    expect((await problemOf(chainId())).code).to.equal('chain_unreachable')
  })
})
