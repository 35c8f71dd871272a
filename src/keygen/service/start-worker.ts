import type { KeyObject } from 'node:crypto'
import type { Logger } from 'pino'
import type { KeygenMetrics } from './metrics.ts'
import type { Parts } from './operations/parts.ts'
import { startRegistering, type RegistrationWorker, type WorkerOptions } from './operations/register-confirmed.ts'
import { startWatching } from './operations/watch-listed.ts'
import type { Registrar } from './ports.ts'

/** `service`: it registers the keys (5.5.7). `manufacturer`: it signs lists of them, and at most looks whether they are registered (5.5.6). */
export type Registration =
  | { readonly by: 'service'; readonly registrar: Registrar }
  | {
      readonly by: 'manufacturer'
      /** Private keys on P-256, by process. */
      readonly listKeys: ReadonlyMap<string, KeyObject>
      readonly registry: Pick<Registrar, 'isRegistered'> | undefined
    }

type Given = { readonly registration: Registration; readonly log: Logger; readonly pauses?: WorkerOptions['pauses'] }

const watchEveryMs = 5000

/** What goes on beside the calls. */
export function startWorker(parts: Parts, { registration, log, pauses }: Given, metrics: KeygenMetrics): RegistrationWorker | undefined {
  const onFailure: WorkerOptions['onFailure'] = (error, keyIds) => {
    metrics.registrations.inc()
    log.warn({ err: error, key_ids: keyIds }, 'not registered yet')
  }
  if (registration.by === 'service')
    return startRegistering(parts, { registrar: registration.registrar, onFailure, ...(pauses && { pauses }) })
  if (registration.registry === undefined) return undefined
  return startWatching(parts, registration.registry, (error) => onFailure(error, []), pauses?.first ?? watchEveryMs)
}
