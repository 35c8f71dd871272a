import type { Kind, Records } from './kinds.ts'

/** Fields of records by which they are listed, besides by their kind alone. Another one here means another version of the schema. */
export const listedFields = {
  entity: ['country', 'state', 'type'],
  process: ['owner_id', 'state', 'key_generation_id', 'key_protection_id'],
  assessment: ['process_id', 'assessor_id', 'kind', 'state'],
  comment: ['assessment_id'],
  grant: ['process_id', 'entity_id'],
  line_account: ['process_id', 'entity_id'],
  lot: ['owner_id', 'process_id', 'state'],
  offer: ['from_id', 'to_id', 'lot_id', 'state'],
  installer: ['owner_id', 'entity_id'],
  sender: ['to_id', 'entity_id'],
  document: ['kind'],
  sample: ['process_id'],
  finding: ['sample_id', 'key_id'],
} as const satisfies { readonly [K in Kind]?: readonly (keyof Records[K] & string)[] }
