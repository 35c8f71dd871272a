import type { TLSSocket } from 'node:tls'
import { causeOf } from '../domain/cause-of.ts'
import type { ClientType, Decision } from '../domain/decision.ts'
import { enforced } from '../domain/enforce.ts'
import type { Hex } from '../domain/fields.ts'
import type { Identity } from './peer/identify-peer.ts'
import type { Connection } from './tls-server.ts'

/** One TLS connection, with the identity that its first and only handshake gave it. */
export type Session = {
  readonly socket: TLSSocket
  readonly connection: Connection
  readonly identity: Identity
  /** As the device is registered now. */
  readonly clientType: ClientType
  /** Requests under way. */
  active: number
  /** Its key is refused, which is noted; the next answer is the last one. */
  fallen: boolean
}

export type Sessions = {
  add(session: Session): void
  of(socket: object): Session | undefined
  /** Keys that open connections have. */
  keys(): Hex[]
  ofKey(keyId: Hex): Session[]
  all(): Iterable<Session>
  size(): number
}

/** Open connections, by socket and by key. */
export function createSessions(onSize: (size: number) => void): Sessions {
  const bySocket = new Map<object, Session>()
  const byKey = new Map<Hex, Set<Session>>()

  const remove = (session: Session) => {
    bySocket.delete(session.socket)
    const keyId = session.identity.peer?.key_id
    const siblings = keyId && byKey.get(keyId)
    siblings?.delete(session)
    if (keyId !== undefined && siblings?.size === 0) byKey.delete(keyId)
    onSize(bySocket.size)
  }

  return {
    add: (session) => {
      bySocket.set(session.socket, session)
      const keyId = session.identity.refusal === undefined ? session.identity.peer.key_id : undefined
      if (keyId !== undefined) byKey.set(keyId, (byKey.get(keyId) ?? new Set()).add(session))
      session.socket.once('close', () => remove(session))
      onSize(bySocket.size)
    },
    of: (socket) => bySocket.get(socket),
    keys: () => [...byKey.keys()],
    ofKey: (keyId) => [...(byKey.get(keyId) ?? [])],
    all: () => bySocket.values(),
    size: () => bySocket.size,
  }
}

/** A client that asks again within so many ms is told why it is cut; a connection that is idle longer is closed. */
const grace = 20
/** How long a client may take to close its own side. */
const farewell = 2000

/** Closes a connection cleanly (close_notify, FIN) once nothing is under way on it. */
export function closeCleanly(session: Session): void {
  if (session.active > 0 || session.socket.destroyed) return
  session.socket.end()
  setTimeout(() => session.socket.destroy(), farewell).unref()
}

/** Whether whoever has the key must go. A registry that is away ends no connection: it answers 503 on it until it is back. */
export function isRefused(decision: Decision): boolean {
  return enforced(decision) === 'refuse' && causeOf(decision) !== 'registry_unreachable'
}

/** Whether the decision, newly made, ends `session`; then it is closed as soon as it is idle. */
export function fallIfRefused(session: Session, decision: Decision): boolean {
  if (session.fallen || !isRefused(decision)) return false
  session.fallen = true
  setTimeout(() => closeCleanly(session), grace)
  return true
}
