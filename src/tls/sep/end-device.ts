import type { Registration } from '../registrations.ts'
import { sepError } from './answer.ts'
import type { SepAnswer, SepRequest } from './answer.ts'
import { pageOf, readPage } from './paging.ts'
import { readSep, writeSep } from './xml.ts'
import type { SepElement } from './xml.ts'

/** EndDeviceList (`/edev`): a device sees its own entry and no other (IEEE 2030.5-2018, 6.8). */
export function endDeviceList({ path, query, registration }: SepRequest): SepAnswer {
  const page = readPage(query)
  if (page === undefined) return sepError(400, 'invalidFormat', { detail: 's, a and l must be whole numbers' })
  const own = registration === undefined ? [] : [registration]
  const entries = pageOf(own, page)
  return {
    status: 200,
    body: writeSep('EndDeviceList', {
      '@href': path,
      '@all': own.length,
      '@results': entries.length,
      '@pollRate': 900,
      ...(entries.length > 0 && { EndDevice: entries.map(endDeviceElement) }),
    }),
  }
}

/** EndDevice (`/edev/{id}`). */
export function endDevice({ registration }: SepRequest & { registration: Registration }): SepAnswer {
  return { status: 200, body: writeSep('EndDevice', endDeviceElement(registration)) }
}

/** Registration (`/edev/{id}/rg`): the PIN by which a device sees that it has come to the right server (IEEE 2030.5-2018, 6.9). */
export function registrationOf({ path, registration }: SepRequest & { registration: Registration }): SepAnswer {
  if (registration.pin === null) return sepError(404, 'invalidValues', { detail: 'no PIN was registered for this device' })
  return {
    status: 200,
    body: writeSep('Registration', {
      '@href': path,
      '@pollRate': 900,
      dateTimeRegistered: registration.registered_at,
      pIN: registration.pin,
    }),
  }
}

/**
 * POST to EndDeviceList: a device registers itself. Its SFDI must be that of its certificate, and its LFDI too where it sends one; many
 * send the SFDI alone.
 */
export function registerSelf({ body, peer, registration, registrations }: SepRequest): SepAnswer {
  const sent = readSep(body, 'EndDevice')
  if (sent === undefined) return sepError(400, 'invalidFormat', { detail: 'the body is no EndDevice' })
  const { sFDI, lFDI } = sent
  if (typeof sFDI !== 'string' || !/^\d{1,12}$/.test(sFDI)) {
    return sepError(400, 'invalidValues', { detail: 'sFDI must be a decimal number of up to 12 digits' })
  }
  if (lFDI !== undefined && (typeof lFDI !== 'string' || !/^[0-9a-f]{40}$/i.test(lFDI))) {
    return sepError(400, 'invalidValues', { detail: 'lFDI must be 40 hex digits' })
  }
  if (BigInt(sFDI) !== BigInt(peer.sfdi) || (lFDI !== undefined && lFDI.toUpperCase() !== peer.lfdi)) {
    return sepError(403, 'invalidValues', { cause: 'other_identity', detail: `a device registers itself alone: its SFDI is ${peer.sfdi}` })
  }
  if (registration !== undefined) return sepError(409, 'invalidValues', { detail: `it is registered already: ${hrefOf(registration)}` })
  const added = registrations.add({ lfdi: peer.lfdi, key_id: peer.key_id, registered_by: 'device' })
  return { status: 201, headers: { Location: hrefOf(added) } }
}

function endDeviceElement(registration: Registration): SepElement {
  const href = hrefOf(registration)
  return {
    '@href': href,
    lFDI: registration.lfdi,
    sFDI: registration.sfdi,
    changedTime: registration.changed_at,
    enabled: true,
    ...(registration.pin !== null && { RegistrationLink: { '@href': `${href}/rg` } }),
  }
}

function hrefOf({ id }: Registration): string {
  return `/edev/${id}`
}
