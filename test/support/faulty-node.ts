import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the node does with a request: passes it on, says nothing, cuts the connection, or answers with this text. */
export type Fault = 'pass' | 'hang' | 'drop' | { readonly answer: string }
type Choose = (method: string, request: { params: unknown[] }) => Fault | Promise<Fault>

export type FaultyNode = { readonly url: string; choose: Choose; readonly seen: string[]; close(): Promise<void> }

/** A node before a real one: passes everything on, until `choose` says otherwise for a method. */
export async function startFaultyNode(target: string): Promise<FaultyNode> {
  const node: { choose: Choose } = { choose: () => 'pass' }
  const seen: string[] = []
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of incoming) parts.push(part as Buffer)
      const body = Buffer.concat(parts).toString()
      const request = JSON.parse(body) as { method: string; params: unknown[] }
      seen.push(request.method)
      await answer(await node.choose(request.method, request), body, target, outgoing)
    })().catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(node, { url, seen, close })
}

async function answer(fault: Fault, body: string, target: string, outgoing: ServerResponse): Promise<void> {
  if (fault === 'hang') return
  if (fault === 'drop') {
    outgoing.destroy()
    return
  }
  const text = fault === 'pass' ? await forward(target, body) : fault.answer
  outgoing.setHeader('content-type', 'application/json').end(text)
}

/** What the real node answers. */
async function forward(target: string, body: string): Promise<string> {
  const response = await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return response.text()
}
