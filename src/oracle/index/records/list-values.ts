import { listedFields } from '../listed-fields.ts'
import type { Kind } from '../kinds.ts'

const none: readonly string[] = []

/** The values by which a record is listed. They are texts; one that is not there is not listed under its field. */
export function listValues(kind: Kind, record: unknown): [string, string][] {
  const fields = fieldsOf(kind)
  if (record === undefined || fields.length === 0) return []
  const found: [string, string][] = []
  for (const field of fields) {
    const value = (record as Record<string, unknown>)[field]
    if (typeof value === 'string') found.push([field, value])
  }
  return found
}

export const fieldsOf = (kind: Kind): readonly string[] => (listedFields as Partial<Record<Kind, readonly string[]>>)[kind] ?? none
