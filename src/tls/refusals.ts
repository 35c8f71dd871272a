import { LRUCache } from 'lru-cache'
import type { Finding } from '../domain/decision.ts'
import type { ClientHello } from './client-hello.ts'
import type { Peer } from './peer/identify-peer.ts'

/** Why somebody was refused, with all that tells who it was. */
type Refusal = {
  readonly at: string
  readonly cause: string
  readonly detail: string
  /** Address and port. */
  readonly peer: string
  readonly device?: Partial<Peer>
  readonly findings?: readonly Finding[]
  /** What a client without a certificate, or without a session, offered. */
  readonly offered?: ClientHello
}

/** The last refusal of one device, or of one address where no certificate was seen. `count`: refusals since `first_at`. */
type LastRefusal = Refusal & { readonly count: number; readonly first_at: string }

export type Refusals = {
  note(refusal: Refusal): void
  /** The newest first; `wanted`: an LFDI, a key id or an address. */
  list(wanted?: string): LastRefusal[]
}

/** A device that hammers takes one place only. */
const places = 10_000

/** Remembers the last refusal of each device, for whoever asks why one does not come in. In memory: the log has them all. */
export function createRefusals(): Refusals {
  const last = new LRUCache<string, LastRefusal>({ max: places })
  const hostOf = (refusal: Refusal) => refusal.peer.slice(0, refusal.peer.lastIndexOf(':'))
  const nameOf = (refusal: Refusal) => refusal.device?.lfdi ?? hostOf(refusal)
  return {
    note: (refusal) => {
      const before = last.get(nameOf(refusal))
      last.set(nameOf(refusal), { ...refusal, count: (before?.count ?? 0) + 1, first_at: before?.first_at ?? refusal.at })
    },
    list: (wanted) => {
      const all = [...last.values()]
      if (wanted === undefined) return all
      return all.filter(
        (each) =>
          each.device?.lfdi === wanted.toUpperCase() ||
          each.device?.key_id === wanted.toLowerCase() ||
          each.peer === wanted ||
          hostOf(each) === wanted,
      )
    },
  }
}
