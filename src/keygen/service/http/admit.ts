import type { Request, RequestHandler } from 'express'
import { Problem } from '../../../domain/problem.ts'
import type { Peer } from './identify-peer.ts'
import type { Route } from './route.ts'

/** @throws Problem `client_certificate_missing`, `right_missing`, or that of a certificate that is refused */
export function requireRight(peer: Peer, right: Route['right']): void {
  if (peer.kind === 'refused') throw peer.problem
  if (right === null) return
  if (peer.kind === 'none') throw new Problem('client_certificate_missing', { detail: 'the connection has no client certificate' })
  if (peer.kind === 'bootstrap')
    throw new Problem('right_missing', { detail: 'a bootstrap certificate is good for a key of its device alone' })
  if (right !== 'any' && !peer.client.rights.includes(right))
    throw new Problem('right_missing', { detail: `${peer.client.name} does not have the right ${right}` })
}

/** A browser sends the client certificate along with whatever a foreign page asks for (cross-site request forgery). */
export function requireOwnPage(request: Request): void {
  const site = request.get('sec-fetch-site')
  const origin = request.get('origin')
  const foreign = origin !== undefined && origin !== `https://${request.get('host')}`
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new Problem('origin_foreign', { field: 'Origin', detail: `the page is of ${origin ?? site}` })
}

/** @throws Problem `media_type_unsupported` */
export const wantJson: RequestHandler = (request, _response, next) => {
  const type = (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new Problem('media_type_unsupported', {
      field: 'Content-Type',
      detail: `is ${type === '' ? 'missing' : type}, not application/json`,
    })
  next()
}
