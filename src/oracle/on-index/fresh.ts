import { Problem } from '../../domain/problem.ts'
import type { IndexPosition } from '../index/index-reader.ts'

/** @throws Problem `index_empty`, `index_stale` */
export function requireFresh<P extends Pick<IndexPosition, 'confirmed_at'>>(position: P | undefined, maxAgeSeconds: number): P {
  if (position === undefined) throw new Problem('index_empty', { detail: 'nothing was read from the chain yet' })
  const age = (Date.now() - position.confirmed_at) / 1000
  // a clock that was set back makes an old index look young
  if (Math.abs(age) <= maxAgeSeconds) return position
  const detail = `the index was last at the head of the chain ${Math.round(age)} s ago, ${maxAgeSeconds} s at most are wanted`
  throw new Problem('index_stale', { detail })
}
