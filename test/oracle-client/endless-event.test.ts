import { expect } from 'chai'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createOracleSource } from '../../src/oracle-client/create-oracle-source.ts'

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
