import { z } from 'zod'
import { isCountry } from './iso3166.ts'

/** SHA-256 of a public key's canonical SubjectPublicKeyInfo: `0x` and 64 lower-case hex digits. */
export const keyIdField = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'must be 0x and 64 lower-case hex digits, as `derkey key id` prints it')
  .meta({ id: 'KeyId', examples: ['0x' + '5a'.repeat(32)] })
export type Hex = `0x${string}`

/** Identifier of a process, lot or assessment: a decimal number from 1, counted by its contract (uint48: 14 digits always fit). */
export const recordIdField = z
  .string()
  .regex(/^[1-9][0-9]{0,13}$/, 'must be a decimal number from 1, of at most 14 digits, without sign or leading zero')
  .meta({ id: 'RecordId', examples: ['1'] })

/** An entity's first account, which names it for ever: `0x` and 40 hex digits, in lower case. */
export const entityIdField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be 0x and 40 hex digits')
  .transform((value) => value.toLowerCase())
  .meta({ id: 'EntityId' })

/** SHA-256 of a document off the chain: `0x` and 64 lower-case hex digits. */
export const digestField = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'must be a SHA-256: 0x and 64 lower-case hex digits')
  .meta({ id: 'Digest' })

/** A country: ISO 3166-1 alpha-2, officially assigned codes only. */
export const countryField = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two upper-case letters')
  .refine(isCountry, 'is no officially assigned code of ISO 3166-1')
  .meta({ id: 'Country', examples: ['US'] })

/** RFC 3339 in UTC, whole seconds, since 1970: the registry counts from there. */
export const timeField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'must be RFC 3339 in UTC with whole seconds, such as 2026-03-31T00:00:00Z')
  // Date.parse takes 30 February for 2 March
  .refine((value) => Date.parse(value) >= 0 && toTime(toSeconds(value)) === value, 'is no time of the calendar since 1970')
  .meta({ id: 'Time', examples: ['2026-03-31T00:00:00Z'] })

/** RFC 3339 in UTC of seconds since 1970. */
export function toTime(seconds: number | bigint): string {
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, -5)}Z`
}

/** Seconds since 1970 of a time as `timeField` takes it. */
export function toSeconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000)
}
