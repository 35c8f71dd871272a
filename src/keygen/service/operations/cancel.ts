import { Problem } from '../../../domain/problem.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import type { Parts } from './parts.ts'

/**
 * Ends an enrolment: its code and an unconfirmed key are void, and the device can be enrolled anew. A key that is registered stays so, until its
 * owner retires it.
 * @throws Problem `enrolment_busy`
 */
export function cancel({ ledger, enrolments, now }: Parts, known: Enrolment): Enrolment {
  if (known.state === 'cancelled') return known
  if (known.state === 'confirmed')
    throw new Problem('enrolment_busy', { detail: `${known.key_id} was confirmed at ${new Date(known.changed_at).toISOString()}` })
  return ledger.record((note) => {
    const at = now()
    const enrolment = enrolments.update(known, { state: 'cancelled', cms: null, changed_at: at })
    note(entryOf(enrolment, 'cancelled', at))
    return enrolment
  }).result
}
