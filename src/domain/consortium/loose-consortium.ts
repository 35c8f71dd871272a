import { z } from 'zod'

const text = z.string().catch('')
const account = text.transform((value) => value.toLowerCase())
const texts = z.array(text).catch([])
const list = <T extends z.ZodType>(entry: T) => z.array(entry).catch([])
const object = <T extends z.ZodRawShape>(shape: T) => z.preprocess((value) => (isObject(value) ? value : {}), z.object(shape))

const node = object({ operator_id: account, operator_account: account, enode: account, hosting_country: text, segment: text })

/**
 * A consortium as far as it can be read: whatever is missing or of another type is empty. So that all faults come out at once, those
 * between fields too where some field is at fault by itself.
 */
const loose = object({
  home_countries: texts,
  segments: texts,
  entities: list(object({ entity_id: account, rlid: text, group: text, country: text, role: texts })),
  seats: list(object({ entity_id: account, account, segment: text })),
  validators: list(node),
  standby: list(node),
  staff: object({ registrar: account, programme_manager: account, regulator: account }),
  documents: list(object({ title: text, version: text, kind: text, sha256: text })),
})
export type LooseConsortium = z.output<typeof loose>
export type LooseNode = LooseConsortium['validators'][number]

export function readLoosely(value: unknown): LooseConsortium {
  return loose.parse(value)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
