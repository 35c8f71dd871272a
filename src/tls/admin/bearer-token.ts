import { hash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { Problem } from '../../domain/problem.ts'

/** Lets pass who shows `token` (RFC 6750, 2.1). */
export function bearerToken(token: string): RequestHandler {
  const wanted = hash('sha256', token, 'buffer')
  return (request, _response, next) => {
    const shown = /^Bearer +([^ ]+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (shown === undefined) throw new Problem('admin_token_missing', { detail: 'there is no bearer token in Authorization' })
    if (!timingSafeEqual(hash('sha256', shown, 'buffer'), wanted)) {
      throw new Problem('admin_token_missing', { detail: 'the bearer token is not that of this gateway' })
    }
    next()
  }
}
