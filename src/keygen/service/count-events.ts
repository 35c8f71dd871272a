import type { IssueEvent } from '../log/issue-entry.ts'
import type { KeygenMetrics } from './metrics.ts'
import type { Ledger } from './store/ledger.ts'

/** Counts what is recorded, once it is. */
export function countEvents(ledger: Ledger, metrics: KeygenMetrics): Ledger {
  const record: Ledger['record'] = (work) => {
    const events: IssueEvent[] = []
    const done = ledger.record((note) =>
      work((entry) => {
        events.push(entry.event)
        note(entry)
      }),
    )
    for (const event of events) metrics.events.inc({ event })
    return done
  }
  return { ...ledger, record }
}
