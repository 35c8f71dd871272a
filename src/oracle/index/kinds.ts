import type { KeptRecords } from '../../domain/kept-records.ts'

/** Every record that the index keeps in versions, by its kind: facts alone (src/domain/kept-records.ts). Keys have tables of their own. */
export type Records = KeptRecords

export type Kind = keyof Records
export type RecordOf<K extends Kind> = Records[K]
