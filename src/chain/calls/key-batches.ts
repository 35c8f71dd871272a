import { keysPerCall } from './key-calls.ts'

/** What is done with any number of keys, a transaction at a time. */
export function keyBatches<T>(keys: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(keys.length / keysPerCall) }, (_, index) =>
    keys.slice(index * keysPerCall, (index + 1) * keysPerCall),
  )
}
