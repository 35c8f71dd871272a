import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { KeyStatusChange, KeyStatusSource } from '../../domain/key-status-source.ts'

/**
 * Hands on the changes that `source` tells until `signal` aborts. A stream that ends by itself is a gap: it is begun anew, and between
 * the two the source counts as not reachable.
 */
export async function followChanges(
  source: KeyStatusSource,
  signal: AbortSignal,
  log: Logger,
  onChange: (change: KeyStatusChange) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const change of source.changes(signal)) onChange(change)
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'the changes of the registry broke off')
    }
    if (signal.aborted) return
    onChange({ kind: 'reachable', reachable: false })
    await sleep(1000, undefined, { signal }).catch(() => log.debug('stopped while the registry was away'))
    if (!signal.aborted) onChange({ kind: 'reachable', reachable: true })
  }
}
