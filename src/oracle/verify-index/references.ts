import type { Kind, RecordOf } from '../index/kinds.ts'

export type Reference = { readonly kind: Kind; readonly id: string }

type Referring = { readonly [K in Kind]?: (record: RecordOf<K>, id: string) => readonly (Reference | undefined)[] }

const to = (kind: Kind, id: string | null): Reference | undefined => (id === null ? undefined : { kind, id })

/** Records on which a record's meaning hangs: whoever decides on a key relies on them too. */
const referring: Referring = {
  lot: ({ process_id, owner_id }) => [to('process', process_id), to('entity', owner_id)],
  offer: ({ from_id, to_id, lot_id }) => [to('entity', from_id), to('entity', to_id), to('lot', lot_id)],
  process: ({ owner_id, key_generation_id, key_protection_id }) => [
    to('entity', owner_id),
    to('series', key_generation_id),
    to('series', key_protection_id),
  ],
  series: ({ head_id, process_id }) => [to('assessment', head_id), to('process', process_id)],
  assessment: ({ assessor_id, past_assessment_id, results_id }, id) => [
    to('entity', assessor_id),
    to('series', past_assessment_id ?? id),
    to('result', results_id),
  ],
  entity: ({ entity_id, controller }) => [
    to('controller', controller),
    to('controller', entity_id),
    to('replacement', entity_id),
    to('quota', entity_id),
  ],
  sample: ({ process_id }) => [to('process', process_id)],
}

export function referencesOf(kind: Kind, id: string, record: RecordOf<Kind>): Reference[] {
  const refer = referring[kind] as ((record: RecordOf<Kind>, id: string) => readonly (Reference | undefined)[]) | undefined
  return (refer?.(record, id) ?? []).filter((reference) => reference !== undefined)
}
