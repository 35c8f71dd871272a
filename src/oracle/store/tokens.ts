import type { StatementSync } from 'node:sqlite'
import { Problem } from '../../domain/problem.ts'
import { toTime } from '../../domain/fields.ts'
import { hashToken, newToken, newTokenId, type TokenRecord } from '../token.ts'
import { inTransaction, type Store } from './open-store.ts'

const columns = 'token_id, kind, subject, signer, created_at, expires_at, revoked_at'

export type NewToken = Pick<TokenRecord, 'kind' | 'subject' | 'signer'> & { readonly lifetimeSeconds: number }

/** Makes a token and keeps its hash. The answer is the only place where the token itself ever stands. */
export function createToken(store: Store, wanted: NewToken, now = Date.now()): { token: string; record: TokenRecord } {
  const token = newToken()
  const seconds = Math.floor(now / 1000)
  const record: TokenRecord = {
    token_id: newTokenId(),
    kind: wanted.kind,
    subject: wanted.subject.toLowerCase(),
    signer: wanted.signer,
    created_at: toTime(seconds),
    expires_at: toTime(seconds + wanted.lifetimeSeconds),
    revoked_at: null,
  }
  inTransaction(store, () =>
    store
      .prepare(`INSERT INTO tokens (hash, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(hashToken(token), record.token_id, record.kind, record.subject, record.signer, record.created_at, record.expires_at, null),
  )
  return { token, record }
}

/** Every token ever made, newest first. */
export function listTokens(store: Store): TokenRecord[] {
  return store.prepare(`SELECT ${columns} FROM tokens ORDER BY created_at DESC, rowid DESC`).all() as TokenRecord[]
}

/** Revokes at once, also for an oracle that runs on the same store; a second time changes nothing. @throws Problem `token_not_listed` */
export function revokeToken(store: Store, tokenId: string, now = Date.now()): TokenRecord {
  inTransaction(store, () =>
    store
      .prepare('UPDATE tokens SET revoked_at = ? WHERE token_id = ? AND revoked_at IS NULL')
      .run(toTime(Math.floor(now / 1000)), tokenId),
  )
  const record = store.prepare(`SELECT ${columns} FROM tokens WHERE token_id = ?`).get(tokenId)
  if (record === undefined) throw new Problem('token_not_listed', { field: 'token_id', detail: `no token has the id ${tokenId}` })
  return record as TokenRecord
}

const prepared = new WeakMap<Store, StatementSync>()

/** Prepared once: every request asks. */
function byHash(store: Store): StatementSync {
  const known = prepared.get(store) ?? store.prepare(`SELECT ${columns} FROM tokens WHERE hash = ?`)
  prepared.set(store, known)
  return known
}

/** The record of a presented token. @throws Problem `token_unknown`, `token_expired`, `token_revoked` */
export function findToken(store: Store, token: string, now = Date.now()): TokenRecord {
  const record = byHash(store).get(hashToken(token)) as TokenRecord | undefined
  if (record === undefined) throw new Problem('token_unknown', { detail: 'the bearer token is none that this oracle made' })
  if (record.revoked_at !== null)
    throw new Problem('token_revoked', { detail: `token ${record.token_id} was revoked at ${record.revoked_at}` })
  if (Date.parse(record.expires_at) <= now)
    throw new Problem('token_expired', { detail: `token ${record.token_id} expired at ${record.expires_at}` })
  return record
}
