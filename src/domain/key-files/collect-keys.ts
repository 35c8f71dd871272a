import type { FoundKey } from './found-key.ts'
import type { KeySink } from './key-sink.ts'
import { throwFaults } from './read-each.ts'

/** What `read` hands over, all of it or none. @throws Problem of the first fault's code, that names the others too */
export function collectKeys(read: (sink: KeySink) => void): FoundKey[] {
  const keys: FoundKey[] = []
  const faults: Parameters<typeof throwFaults>[0][number][] = []
  read({ key: (found) => keys.push(found), fault: (field, problem) => faults.push({ field, problem }) })
  throwFaults(faults)
  return keys
}
