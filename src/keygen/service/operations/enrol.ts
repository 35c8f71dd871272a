import { Problem } from '../../../domain/problem.ts'
import { newCode, newEnrolmentId, storedKeyOf } from '../enrolment-code.ts'
import type { Client } from '../client.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import type { Note } from '../store/ledger.ts'
import type { Parts } from './parts.ts'

export type Enrolled = { readonly enrolment: Enrolment; readonly code: string }

/**
 * Enrols devices under a process, all or none, each with a one-time code that is told here and never again. A device whose enrolment of the
 * same client has no confirmed key yet keeps it, and gets a new code in place of the old one.
 * @throws Problem `right_missing`, `device_has_key`, `device_enrolled_elsewhere`
 */
export function enrol(
  { ledger, enrolments, now, codeLifetime }: Parts,
  client: Client,
  processId: string,
  devices: readonly string[],
): { readonly enrolled: Enrolled[]; readonly receipt: string } {
  requireProcess(client, processId)
  const at = now()
  const enrolOne = (device: string, note: Note): Enrolled => {
    const code = newCode()
    const given = { stored_key: storedKeyOf(code), expires_at: at + codeLifetime, changed_at: at }
    const there = enrolments.ofDevice(processId, device)
    if (there !== undefined) {
      requireReplaceable(there, client, device)
      const enrolment = enrolments.update(there, given)
      note(entryOf(enrolment, 'code_replaced', at))
      return { enrolment, code }
    }
    const fresh = { recipient: null, key_id: null, public_key: null, cms: null, failure: null, bootstrap_key: null }
    const named = { enrolment_id: newEnrolmentId(), device, process_id: processId, enrolled_by: client.name }
    const enrolment = enrolments.insert({ ...named, ...given, ...fresh, state: 'enrolled', created_at: at })
    note(entryOf(enrolment, 'enrolled', at))
    return { enrolment, code }
  }
  const { result, receipt } = ledger.record((note) => devices.map((device) => enrolOne(device, note)))
  return { enrolled: result, receipt }
}

/** @throws Problem `right_missing` */
export function requireProcess({ name, processIds }: Client, processId: string): void {
  if (processIds.includes(processId)) return
  throw new Problem('right_missing', { field: 'process_id', detail: `${name} may enrol under ${processIds.join(', ')}, not ${processId}` })
}

function requireReplaceable({ state, enrolled_by, bootstrap_key, key_id }: Enrolment, client: Client, device: string): void {
  if (enrolled_by !== client.name || bootstrap_key !== null)
    throw new Problem('device_enrolled_elsewhere', { field: 'device', detail: `${device} was enrolled by ${enrolled_by}, and is ${state}` })
  if (state === 'enrolled' || state === 'issued') return
  throw new Problem('device_has_key', { field: 'device', detail: `${device} has the key ${key_id}, ${state}` })
}
