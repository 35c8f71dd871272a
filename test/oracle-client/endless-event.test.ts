import { expect } from 'chai'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { createOracleSource } from '../../src/oracle-client/create-oracle-source.ts'
import { createOracleRequests } from '../../src/oracle-client/oracle-requests.ts'

const registry = `eip155:31337:0x${'11'.repeat(20)}`

describe('an oracle that never ends an event', () => {
  let server: Server
  let sent = 0
  before(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'derkey-registry': registry })
      const lines = 'data:\n'.repeat(10_000)
      const send = () => {
        do sent += lines.length
        while (!response.destroyed && response.write(lines))
      }
      response.on('drain', send).on('error', () => undefined)
      send()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  it('is away before its lines have taken the memory, however short they are', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const aborted = new AbortController()
    const changes = createOracleSource({ url, token: 'none', registry }).changes(aborted.signal)[Symbol.asyncIterator]()
    expect((await changes.next()).value).to.deep.equal({ kind: 'reachable', reachable: false })
    expect(sent).to.be.below(32_000_000)
    aborted.abort()
    expect((await changes.next()).done).to.equal(true)
  })
})

describe('an oracle whose header never ends', () => {
  it('breaks off, though something comes all the time', async () => {
    const server = createSocketServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX: ')
      const drip = setInterval(() => socket.write('x'), 20)
      socket.on('error', () => undefined).on('close', () => clearInterval(drip))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const opened = createOracleRequests({ url }).openStream('v1/changes', 200, AbortSignal.timeout(10_000))
    const failure: unknown = await opened.catch((error: unknown) => error)
    expect(failure).to.be.an('error').with.property('message', 'nothing came for 200 ms')
    server.close()
  })
})
