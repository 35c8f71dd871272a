import { Problem } from '../problem.ts'
import type { FoundKey } from './found-key.ts'

/** Where the keys of a file go as they are found, and its faults; `position` says where in the file. */
export type KeySink = {
  key(found: FoundKey): void
  fault(position: string, problem: Problem): void
}

/** Hands the key that `read` finds to `sink`, or the Problem that it meets. */
export function readInto(sink: KeySink, position: string, read: () => FoundKey): void {
  let found: FoundKey
  try {
    found = read()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    sink.fault(position, error)
    return
  }
  sink.key(found)
}
