import type { Hex } from '../../domain/fields.ts'
import type { IndexReader } from '../index/index-reader.ts'
import type { Random } from './random.ts'

const pageLength = 500

/** How often a key is drawn for each that is wanted, where many come twice. */
const mostTries = 20
const firstId: Hex = `0x${'0'.repeat(64)}`

/** Every key that has a row, and every one that was registered and has none, some at a time. */
export function* allKeys(reader: IndexReader, at: number): Generator<readonly Hex[]> {
  for (let first: Hex | undefined = firstId; first !== undefined;) {
    const ids: Hex[] = reader.keyIds(first, pageLength)
    if (ids.length > 0) yield ids
    first = ids.length < pageLength ? undefined : after(ids.at(-1)!)
  }
  for (let last: number | undefined = 0; last !== undefined;) {
    const registrations = reader.registrations(last, at, 20)
    const lost = registrations.flatMap(({ key_ids }) => key_ids.filter((id) => reader.keyIds(id, 1)[0] !== id))
    if (lost.length > 0) yield lost
    last = registrations.at(-1)?.number
  }
}

const after = (id: Hex): Hex | undefined => {
  const next = BigInt(id) + 1n
  return next >> 256n === 0n ? `0x${next.toString(16).padStart(64, '0')}` : undefined
}

/** As many keys by chance, each once, half of them by their rows and half by their registrations; all of them where there are no more. */
export function* someKeys(reader: IndexReader, at: number, random: Random, wanted: number): Generator<readonly Hex[]> {
  if ((reader.position()?.keys ?? 0) <= wanted) {
    yield* allKeys(reader, at)
    return
  }
  const last = lastRegistration(reader, at)
  if (last === 0) return
  const drawn = new Set<Hex>()
  const draw = (byRow: boolean): Hex | undefined => {
    if (byRow) return reader.keyIds(random.word(), 1)[0] ?? reader.keyIds(firstId, 1)[0]
    const [registration] = reader.registrations(random.below(last), at, 1)
    return registration?.key_ids[random.below(registration.key_ids.length)]
  }
  for (let tries = 0; drawn.size < wanted && tries < mostTries * wanted;) {
    const ids: Hex[] = []
    for (; drawn.size < wanted && ids.length < pageLength && tries < mostTries * wanted; tries++) {
      const id = draw(tries % 2 === 0)
      if (id === undefined || drawn.has(id)) continue
      drawn.add(id)
      ids.push(id)
    }
    yield ids
  }
}

/** Its number; they are counted without a gap. */
function lastRegistration(reader: IndexReader, at: number): number {
  let [low, high] = [0, 1]
  while (reader.registrations(high, at, 1).length > 0) high *= 2
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (reader.registrations(middle, at, 1).length > 0) low = middle + 1
    else high = middle
  }
  return low
}
