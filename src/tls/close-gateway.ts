import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Registrations } from './registrations.ts'
import { closeCleanly } from './sessions.ts'
import type { Sessions } from './sessions.ts'

/** Requests under way have so many ms to end. */
const patience = 5000

export type GatewayParts = {
  readonly server: HttpsServer
  readonly admin: HttpServer
  readonly sessions: Sessions
  readonly registrations: Registrations
  readonly stop: AbortController
}

/** Stops in the order that loses nothing: no new connections, requests under way, idle connections with a farewell, then the store. */
export async function closeGateway({ server, admin, sessions, registrations, stop }: GatewayParts): Promise<void> {
  stop.abort()
  server.prependListener('connection', (socket) => socket.destroy())
  const gone: Promise<unknown>[] = []
  for (const session of sessions.all()) {
    gone.push(once(session.socket, 'close'))
    session.fallen = true
    closeCleanly(session)
  }
  const late = new Promise((resolve) => setTimeout(resolve, patience).unref())
  await Promise.race([Promise.allSettled(gone), late])
  for (const each of [server, admin]) {
    each.close()
    each.closeAllConnections()
  }
  registrations.close()
}
