import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What the node does with a request: passes it on, says nothing, cuts the connection (`lose`: after the real node has answered), answers with this text,
 * with what `alter` makes of the real result, or with what the real node says to another request.
 */
export type Fault =
  | 'pass'
  | 'hang'
  | 'drop'
  | 'lose'
  | { readonly answer: string; readonly status?: number }
  | { readonly alter: (result: unknown) => unknown }
  | { readonly instead: { readonly method: string; readonly params: readonly unknown[] } }
export type Choose = (method: string, request: { params: unknown[] }) => Fault | Promise<Fault>

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
  if (fault === 'lose') await forward(target, body)
  if (fault === 'drop' || fault === 'lose') {
    outgoing.destroy()
    return
  }
  outgoing.setHeader('content-type', 'application/json')
  if (fault === 'pass') outgoing.end(await forward(target, body))
  else if ('alter' in fault) outgoing.end(altered(await forward(target, body), fault.alter))
  else if ('instead' in fault) outgoing.end(await forward(target, JSON.stringify({ ...(JSON.parse(body) as object), ...fault.instead })))
  else {
    outgoing.statusCode = fault.status ?? 200
    outgoing.end(fault.answer)
  }
}

function altered(text: string, alter: (result: unknown) => unknown): string {
  const { result, ...rest } = JSON.parse(text) as { result?: unknown }
  return JSON.stringify(result === undefined ? rest : { ...rest, result: alter(result) })
}

/** What the real node answers. */
async function forward(target: string, body: string): Promise<string> {
  const response = await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return response.text()
}
