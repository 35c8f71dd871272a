import { keyIdOf } from '../../../domain/key-id.ts'
import type { Hex } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import { deviceEnrolment, requireOpen, type DeviceProof } from './device-enrolment.ts'
import type { Parts } from './parts.ts'

export type Issued = { readonly enrolment: Enrolment; readonly keyId: Hex; readonly cms: Uint8Array; readonly receipt: string }

/**
 * Makes a key for a device and wraps it to the ephemeral key that the device made for this. The same ephemeral key again is answered with the same
 * wrapped key, as long as that is not confirmed; another one withdraws the key before, which then can never be registered.
 * @param recipient DER SubjectPublicKeyInfo of the ephemeral key, on P-256
 * @throws Problem those of `deviceEnrolment`; `key_reused`, `recipient_unfit`
 */
export async function issueWrapped(parts: Parts, proof: DeviceProof, recipient: Uint8Array): Promise<Issued> {
  const { ledger, enrolments, makeKey, now, foreignKeys } = parts
  const known = deviceEnrolment(parts, proof)
  const recipientId = keyIdOf(recipient)
  const repeated = again(known, recipientId)
  if (repeated !== undefined) return { ...repeated, receipt: ledger.receipt() }

  const isCertificate = 'bootstrap' in proof && proof.bootstrap.keyId === recipientId
  if (isCertificate || foreignKeys.has(recipientId) || enrolments.ofRecipient(recipientId) !== undefined) {
    throw new Problem('key_reused', { field: 'public_key', detail: 'is no ephemeral key made for this: it was used before' })
  }
  const made = await makeKey({ publicKey: recipient, keyIdentifier: Buffer.from(recipientId.slice(2), 'hex') })
  const keyId = keyIdOf(made.publicKey)

  const { result, receipt } = ledger.record((note) => {
    // another request of the same device may have been answered meanwhile
    const row = enrolments.byId(known.enrolment_id) ?? known
    requireOpen(row)
    const earlier = again(row, recipientId)
    if (earlier !== undefined) return earlier
    const at = now()
    if (row.key_id !== null) note(entryOf(row, 'withdrawn', at))
    const fresh = { recipient: recipientId, key_id: keyId, public_key: made.publicKey, cms: made.cms }
    const enrolment = enrolments.update(row, { ...fresh, state: 'issued', changed_at: at })
    note(entryOf(enrolment, 'issued', at))
    return { enrolment, keyId, cms: made.cms }
  })
  return { ...result, receipt }
}

function again(enrolment: Enrolment, recipientId: string): Omit<Issued, 'receipt'> | undefined {
  const { recipient, key_id: keyId, cms } = enrolment
  return recipient === recipientId && keyId !== null && cms !== null ? { enrolment, keyId, cms } : undefined
}
