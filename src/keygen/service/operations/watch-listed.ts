import { setTimeout as pause } from 'node:timers/promises'
import type { Registrar } from '../ports.ts'
import { entryOf } from '../store/enrolments.ts'
import type { Parts } from './parts.ts'
import type { RegistrationWorker } from './register-confirmed.ts'

const pageSize = 500

/**
 * Sees in the registry which keys of the lists the manufacturer has registered by now, so that who enrolled a device learns it.
 * @param everyMs how often it looks
 */
export function startWatching(
  parts: Pick<Parts, 'ledger' | 'enrolments' | 'now'>,
  { isRegistered }: Pick<Registrar, 'isRegistered'>,
  onFailure: (error: unknown) => void,
  everyMs: number,
): RegistrationWorker {
  const stopping = new AbortController()
  const run = async () => {
    while (!stopping.signal.aborted) {
      await lookOnce().catch(onFailure)
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const lookOnce = async () => {
    const { ledger, enrolments, now } = parts
    for (let after = ''; !stopping.signal.aborted;) {
      const page = enrolments.inStateAfter('listed', after, pageSize)
      for (const row of page) {
        if (row.key_id === null || !(await isRegistered(row.key_id))) continue
        ledger.record((note) => {
          const at = now()
          note(entryOf(enrolments.update(row, { state: 'registered', changed_at: at }), 'registered', at))
        })
      }
      if (page.length < pageSize) return
      after = page.at(-1)?.enrolment_id ?? ''
    }
  }
  const running = run()
  return {
    wake: () => undefined,
    stop: () => {
      stopping.abort()
      return running
    },
  }
}
