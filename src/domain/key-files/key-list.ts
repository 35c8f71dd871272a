import { createHash } from 'node:crypto'
import type { Hex } from '../fields.ts'

/** Keys that were read and validated, in their order, each once. */
export type KeyList = {
  readonly count: number
  /** SHA-256 over the 32 octets of each key id, in their order: 64 hex digits that name a job. */
  readonly digest: string
  /** Key ids from position `first` on, `count` of them at most; positions count from 0. */
  slice(first: number, count: number): readonly Hex[]
  /** Whether the key itself signed that its owner has it: a verified CSR, or the signed manifest of an appliance. */
  isProven(position: number): boolean
  /** Lets go of what the list lies in. */
  close(): void
}

/**
 * A list in memory; of a key that is given twice the first place counts, and one proof is enough.
 * @param proven of all keys, or of each
 */
export function keyListOf(keyIds: readonly Hex[], proven: boolean | readonly boolean[] = false): KeyList {
  const proofs = new Map<Hex, boolean>()
  const isProven = (position: number) => (typeof proven === 'boolean' ? proven : proven[position] === true)
  for (const [position, keyId] of keyIds.entries()) proofs.set(keyId, proofs.get(keyId) === true || isProven(position))
  const ids = [...proofs.keys()]
  const digest = createHash('sha256')
  for (const keyId of ids) digest.update(keyId.slice(2), 'hex')
  return {
    count: ids.length,
    digest: digest.digest('hex'),
    slice: (first, count) => ids.slice(first, first + count),
    isProven: (position) => proofs.get(ids[position] as Hex) === true,
    close: () => undefined,
  }
}
