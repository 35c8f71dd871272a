import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { mandatoryCipher } from '../../src/tls/server-options.ts'
import type { FleetDevice } from './fleet.ts'
import type { Site } from './site.ts'

/** Milliseconds between the requests of a device that keeps asking. */
const pace = 4

/** When it was refused. */
export async function askUntilRefused(connection: Connection): Promise<number> {
  for (;;) {
    const { status } = await connection.get()
    if (status === 403) return performance.now()
    if (status !== 200) throw new Error(`answered ${status}`)
    await pause(pace)
  }
}

export type Connection = ReturnType<typeof connectionOf>

/** A device on one connection that stays open. */
export function connectionOf({ fleet, gateway }: Pick<Site, 'fleet' | 'gateway'>, { key, certificate }: FleetDevice) {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,
    ca: readFileSync(fleet.trustAnchors),
    cert: certificate,
    key,
    ciphers: `${mandatoryCipher}:@SECLEVEL=0`,
    maxVersion: 'TLSv1.2',
  })
  const get = async () => {
    const outgoing = request(`${gateway.url}/dcap`, { agent }).end()
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    const { socket, statusCode: status } = response
    response.resume()
    await once(response, 'end')
    return { status, socket }
  }
  return { get, end: () => agent.destroy() }
}
