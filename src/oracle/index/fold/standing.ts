import { Problem } from '../../../domain/problem.ts'
import type { Kind, RecordOf } from '../kinds.ts'
import type { FoldContext } from './fold.ts'

/** The record that an event changes, as it stands. @throws Problem `chain_nonsense` where no event before it made one */
export function standing<K extends Kind>({ read, block }: FoldContext, kind: K, id: string): RecordOf<K> {
  const record = read(kind, id)
  if (record !== undefined) return record
  throw new Problem('chain_nonsense', { detail: `block ${block} changes ${kind} ${id}, which no block before it made` })
}
