import type { Peer } from '../peer/identify-peer.ts'
import type { Registration, Registrations } from '../registrations.ts'
import { writeSep } from './xml.ts'

/** A request of a device that is who it says and may come in. */
export type SepRequest = {
  readonly method: string
  /** Without query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly contentType: string | undefined
  readonly body: Uint8Array
  readonly peer: Peer
  /** The device's own entry. */
  readonly registration: Registration | undefined
  readonly registrations: Registrations
  /** Seconds since 1970. */
  readonly now: number
}

/** An answer; `body` is a whole XML document. */
export type SepAnswer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: Buffer }

/** reasonCode of Error (sep.xsd); the other values are reserved. */
export const reasonCodes = { invalidFormat: 0, invalidValues: 1, limitReached: 2 } as const

/** An Error resource. The reason in words goes into headers: the schema has no place for it, and clients refuse what it does not have. */
export function sepError(
  status: number,
  reason: keyof typeof reasonCodes,
  { cause, detail, retryAfter }: { cause?: string; detail: string; retryAfter?: number },
  headers: Readonly<Record<string, string>> = {},
): SepAnswer {
  return {
    status,
    headers: {
      ...headers,
      ...(cause !== undefined && { 'Derkey-Cause': cause }),
      'Derkey-Reason': headerText(detail),
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
    },
    body: writeSep('Error', { ...(retryAfter !== undefined && { maxRetryDuration: retryAfter }), reasonCode: reasonCodes[reason] }),
  }
}

/** Printable ASCII, short enough that all headers stay below 2 KB. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 500)
}
