import type { Hex } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'
import { isProof, newEnrolmentId, type Proven } from '../enrolment-code.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import type { Parts } from './parts.ts'

/** A device whose certificate of a configured bootstrap authority was verified in the handshake. */
export type BootstrapDevice = { readonly source: string; readonly processId: string; readonly device: string; readonly keyId: Hex }

/**
 * How a device proves itself: by its bootstrap certificate, or by a proof of its code. `guessed` is told of a wrong proof, before the answer.
 */
export type DeviceProof =
  { readonly bootstrap: BootstrapDevice } | { readonly proven: Proven; readonly proof: Uint8Array; readonly guessed: () => void }

/**
 * The enrolment of the device that asks for a key or brings one. That of a bootstrap certificate is made when it is first used.
 * @throws Problem `enrolment_unknown`, `enrolment_proof_wrong`, `enrolment_expired`, `enrolment_cancelled`, `enrolment_spent`, `device_enrolled_elsewhere`
 */
export function deviceEnrolment(parts: Parts, proof: DeviceProof): Enrolment {
  const enrolment = 'bootstrap' in proof ? ofCertificate(parts, proof.bootstrap) : ofCode(parts, proof)
  requireOpen(enrolment)
  return enrolment
}

/** @throws Problem `enrolment_cancelled`, `enrolment_spent` */
export function requireOpen({ state, key_id, enrolment_id }: Enrolment): void {
  if (state === 'cancelled') throw new Problem('enrolment_cancelled', { field: 'enrolment_id', detail: `${enrolment_id} was cancelled` })
  if (state !== 'enrolled' && state !== 'issued')
    throw new Problem('enrolment_spent', { field: 'enrolment_id', detail: `its key is ${key_id}, ${state}` })
}

function ofCode({ enrolments, now }: Parts, { proven, proof, guessed }: Extract<DeviceProof, { proven: Proven }>): Enrolment {
  const enrolment = enrolments.byId(proven.enrolmentId)
  if (enrolment?.stored_key == null) {
    guessed()
    throw new Problem('enrolment_unknown', { field: 'enrolment_id', detail: 'no enrolment with a code has this identifier' })
  }
  if (!isProof(proof, enrolment.stored_key, proven)) {
    guessed()
    throw new Problem('enrolment_proof_wrong', { field: 'proof', detail: 'is not of this code, this key and this TLS session' })
  }
  // told only to those who know the code
  if (enrolment.expires_at !== null && now() >= enrolment.expires_at && (enrolment.state === 'enrolled' || enrolment.state === 'issued')) {
    const ended = new Date(enrolment.expires_at).toISOString()
    throw new Problem('enrolment_expired', { detail: `the code held until ${ended}; it is ${new Date(now()).toISOString()} here` })
  }
  return enrolment
}

function ofCertificate({ ledger, enrolments, now }: Parts, { source, processId, device, keyId }: BootstrapDevice): Enrolment {
  const there = enrolments.ofBootstrapKey(keyId)
  if (there !== undefined) return there
  const other = enrolments.ofDevice(processId, device)
  if (other !== undefined) {
    const detail = `${device} was enrolled by ${other.enrolled_by} with another proof, and is ${other.state}`
    throw new Problem('device_enrolled_elsewhere', { field: 'device', detail })
  }
  const at = now()
  const given = { enrolment_id: newEnrolmentId(), device, process_id: processId, enrolled_by: source, bootstrap_key: keyId }
  const times = { created_at: at, changed_at: at, expires_at: null }
  const none = { stored_key: null, recipient: null, key_id: null, public_key: null, cms: null, failure: null }
  return ledger.record((note) => {
    const enrolment = enrolments.insert({ ...given, ...times, ...none, state: 'enrolled' })
    note(entryOf(enrolment, 'enrolled', at))
    return enrolment
  }).result
}
