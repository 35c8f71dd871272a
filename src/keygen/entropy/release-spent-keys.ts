import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Has the runtime let go of the keys that it signed requests with. OpenSSL clears a private key when it is freed, and node:crypto frees it when
 * its handle is collected, which can otherwise be long after its last use.
 */
export function releaseSpentKeys(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
}
