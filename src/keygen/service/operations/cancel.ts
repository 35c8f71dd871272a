import { Problem, problems, type ProblemCode } from '../../../domain/problem.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import type { Parts } from './parts.ts'

/**
 * Ends an enrolment: its code and an unconfirmed key are void, and the device can be enrolled anew. A key that is registered stays so, until its
 * owner retires it. A confirmed key can be given up once the registry has refused it; before, it may be registered any moment.
 * @throws Problem `enrolment_busy`
 */
export function cancel({ ledger, enrolments, now, registering }: Parts, known: Enrolment): Enrolment {
  if (known.state === 'cancelled') return known
  if (known.state === 'confirmed' && (registering.has(known.enrolment_id) || !isRefused(known)))
    throw new Problem('enrolment_busy', { detail: `${known.key_id} was confirmed at ${new Date(known.changed_at).toISOString()}` })
  return ledger.record((note) => {
    const at = now()
    const enrolment = enrolments.update(known, { state: 'cancelled', cms: null, changed_at: at })
    note(entryOf(enrolment, 'cancelled', at))
    return enrolment
  }).result
}

/** Whether the registry said no, rather than nothing. */
function isRefused({ failure }: Enrolment): boolean {
  const code = failure?.split(':')[0] ?? ''
  return Object.hasOwn(problems, code) && problems[code as ProblemCode].status < 500
}
