import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP way to a service, which can be shut: connections that pass are cut, and new ones are cut at once. */
export type Gate = { readonly url: string; target: string; shut(): void; open(): void; close(): Promise<void> }

/** @param target URL of the service */
export async function startGate(target: string): Promise<Gate> {
  const passing = new Set<Socket>()
  let isShut = false
  const gate = { target }
  const server = createServer((from) => {
    if (isShut) {
      from.destroy()
      return
    }
    const { hostname: host, port } = new URL(gate.target)
    const to = connect({ host, port: Number(port) })
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      passing.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        passing.delete(one)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { protocol } = new URL(target)
  const shut = () => {
    isShut = true
    for (const socket of passing) socket.destroy()
  }
  return Object.assign(gate, {
    url: `${protocol}//127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut,
    open: () => {
      isShut = false
    },
    close: async () => {
      shut()
      server.close()
      await once(server, 'close')
    },
  })
}
