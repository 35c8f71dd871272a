import { createPublicKey } from 'node:crypto'
import { provenSpkiOfCsr } from '../../../domain/csr.ts'
import { keyIdOf } from '../../../domain/key-id.ts'
import { Problem } from '../../../domain/problem.ts'
import { isProof } from '../enrolment-code.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import { deviceEnrolment, requireOpen, type DeviceProof } from './device-enrolment.ts'
import type { Parts } from './parts.ts'

/**
 * Takes the public key of a key that the device made itself. Its CSR proves possession, so that it is confirmed at once. The same key again
 * is answered like the first time, also after its registration.
 * @param csr DER PKCS#10
 * @throws Problem those of `deviceEnrolment`; `csr_proof`, `csr_signature_algorithm`, `csr_key_type`, `invalid_key`, `key_reused`
 */
export function takeOwnKey(parts: Parts, proof: DeviceProof, csr: Uint8Array): { readonly enrolment: Enrolment; readonly receipt: string } {
  const { ledger, enrolments, now, foreignKeys, onConfirmed } = parts
  const publicKey = provenSpkiOfCsr(csr)
  if (createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' }).asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Problem('csr_key_type', { field: 'csr', detail: 'the key is not on P-256 (secp256r1)' })
  const keyId = keyIdOf(publicKey)
  const repeated = enrolments.ofKey(keyId)
  if (repeated !== undefined && isConfirmed(repeated) && isOwner(repeated, proof)) {
    return { enrolment: repeated, receipt: ledger.receipt() }
  }
  const isCertificate = 'bootstrap' in proof && proof.bootstrap.keyId === keyId
  const known = deviceEnrolment(parts, proof)
  if (isCertificate || foreignKeys.has(keyId) || repeated !== undefined || enrolments.ofRecipient(keyId) !== undefined) {
    throw new Problem('key_reused', { field: 'csr', detail: `${keyId} is the key of a certificate, or of another request` })
  }
  const { result, receipt } = ledger.record((note) => {
    const row = enrolments.byId(known.enrolment_id) ?? known
    requireOpen(row)
    const at = now()
    if (row.key_id !== null) note(entryOf(row, 'withdrawn', at))
    const fresh = { recipient: null, key_id: keyId, public_key: publicKey, cms: null }
    const enrolment = enrolments.update(row, { ...fresh, state: 'confirmed', changed_at: at })
    note(entryOf(enrolment, 'confirmed', at))
    return enrolment
  })
  onConfirmed()
  return { enrolment: result, receipt }
}

const isConfirmed = ({ state }: Enrolment) => state !== 'enrolled' && state !== 'issued' && state !== 'cancelled'

/** The spent code still tells whose the enrolment is. */
function isOwner({ bootstrap_key, stored_key, enrolment_id }: Enrolment, proof: DeviceProof): boolean {
  if ('bootstrap' in proof) return bootstrap_key === proof.bootstrap.keyId
  return stored_key !== null && proof.proven.enrolmentId === enrolment_id && isProof(proof.proof, stored_key, proof.proven)
}
