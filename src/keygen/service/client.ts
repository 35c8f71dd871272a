import type { Hex } from '../../domain/fields.ts'

/**
 * `enrol`: make enrolments, look at them and cancel them, and the installer's page; `supervise`: look at and cancel every enrolment of its
 * processes; `list`: fetch the lists of keys to register.
 */
export const clientRights = ['enrol', 'supervise', 'list'] as const
export type ClientRight = (typeof clientRights)[number]

/** A production line, an installer's app or an office, known by the key of its TLS certificate. */
export type Client = {
  readonly name: string
  readonly keyIds: readonly Hex[]
  readonly processIds: readonly string[]
  readonly rights: readonly ClientRight[]
  readonly requestsPerMinute: number
}
