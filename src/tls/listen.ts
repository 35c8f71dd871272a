import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { Problem } from '../domain/problem.ts'

export type Address = { readonly host: string; readonly port: number }

/** Opens `server` at `address`; gives where it really listens (port 0 takes any). @throws Problem port_taken */
export async function listen(server: Server, { host, port }: Address, field: string): Promise<Address> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new Problem('port_taken', { field, detail: `${host}:${port}: ${(cause as Error).message}`, cause })
  }
  return { host, port: (server.address() as AddressInfo).port }
}

/** `SCHEME://HOST:PORT`, with brackets around an IPv6 address. */
export function urlOf(scheme: 'http' | 'https', { host, port }: Address): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
