import { Problem } from '../../domain/problem.ts'

/** Longest wait that is granted, seconds; a client that asks for more gets this. */
export const longestWait = 60

/** Seconds of the preference `wait` (RFC 7240, 4.3), at most `longestWait`; null without one. Malformed preferences are ignored, as section 2 has it. */
export function preferredWait(header: string | undefined): number | null {
  for (const preference of (header ?? '').split(',')) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i.exec(preference)?.[1]
    if (seconds !== undefined) return Math.min(Number(seconds), longestWait)
  }
  return null
}

/** `Idempotency-Key`, with or without the quotes of its draft; null without one. @throws Problem `invalid_input` */
export function idempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new Problem('invalid_input', { field: 'Idempotency-Key', detail: 'must be 1 to 128 visible ASCII characters' })
  }
  return key
}

/** The bearer token (RFC 6750, 2.1). @throws Problem `token_missing` */
export function bearerToken(header: string | undefined): string {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? '')?.[1]
  if (token === undefined) throw new Problem('token_missing', { detail: 'the header Authorization carries no bearer token' })
  return token
}
