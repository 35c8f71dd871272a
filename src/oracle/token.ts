import { createHash, randomBytes } from 'node:crypto'

/** What a token is, without the token: `subject` is an entity's id, or a staff account's address. */
export type TokenRecord = {
  readonly token_id: string
  readonly kind: 'entity' | 'staff'
  readonly subject: string
  /** Name of the signer in the configuration that signs for it; null: reads and client-signed transactions only. */
  readonly signer: string | null
  readonly created_at: string
  readonly expires_at: string
  readonly revoked_at: string | null
}

/** A bearer token (RFC 6750): 256 random bits. The prefix lets scanners for leaked secrets find it. */
export function newToken(): string {
  return `derkey_${randomBytes(32).toString('base64url')}`
}

/** What is kept of a token. Plain SHA-256 is enough: nobody can try 2^256 tokens, so there is nothing for a slow hash to slow down. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function newTokenId(): string {
  return randomBytes(6).toString('hex')
}
