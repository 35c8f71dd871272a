import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Client } from '../../src/chain/client.ts'

/** Serves a client's chain as JSON-RPC over HTTP: a node that stands at block 0. */
export async function serveChain(client: Client): Promise<{ readonly rpc: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const { id, method, params } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { id: number; method: never; params: never }
      const answer = await client.request({ method, params }).then(
        (result: unknown) => ({ result }),
        (error: unknown) => ({ error: { code: 3, message: (error as Error).message } }),
      )
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    rpc: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
