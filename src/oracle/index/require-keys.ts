import { Problem } from '../../domain/problem.ts'
import type { Tables } from './tables.ts'

/** That every key that was registered is found by its id: not while the index catches up from far behind. @throws Problem `index_stale` */
export function requireKeys({ position, file }: Tables): void {
  const row = position()
  if (row !== undefined && row.keyed < row.batches) throw catchingUp(file)
}

export function catchingUp(file: string): Problem {
  return new Problem('index_stale', {
    detail: `${file} is catching up from far behind: not all keys of its newest block are found in it yet`,
  })
}
