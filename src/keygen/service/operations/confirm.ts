import { createPublicKey, verify } from 'node:crypto'
import type { Hex } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import type { Parts } from './parts.ts'

export type Confirmation = {
  readonly enrolmentId: string
  readonly keyId: Hex
  readonly signature: Uint8Array
  readonly guessed: () => void
}

/** What the new key signs: three lines, the last without a newline. */
export function confirmText(enrolmentId: string, keyId: Hex): string {
  return ['derkey-confirm-v1', enrolmentId, keyId].join('\n')
}

/**
 * The device has the key in its store: its signature shows it. From now on the code is spent, and the key will be registered. The same
 * confirmation again changes nothing and tells how far it is. It needs no code, and holds after the code expired: the key alone can make it.
 * @throws Problem `enrolment_unknown`, `enrolment_cancelled`, `key_not_issued`, `key_withdrawn`, `confirmation_wrong`
 */
export function confirm(parts: Parts, given: Confirmation): { readonly enrolment: Enrolment; readonly receipt: string } {
  const { ledger, enrolments, now, onConfirmed } = parts
  const row = requireKey(enrolments.byId(given.enrolmentId), given)
  if (!isSigned(row, given)) {
    given.guessed()
    throw new Problem('confirmation_wrong', { field: 'signature', detail: `is not made by the key ${given.keyId}` })
  }
  if (row.state !== 'issued') return { enrolment: row, receipt: ledger.receipt() }
  const { result, receipt } = ledger.record((note) => {
    const at = now()
    const enrolment = enrolments.update(row, { state: 'confirmed', cms: null, changed_at: at })
    note(entryOf(enrolment, 'confirmed', at))
    return enrolment
  })
  onConfirmed()
  return { enrolment: result, receipt }
}

function requireKey(row: Enrolment | undefined, { enrolmentId, keyId, guessed }: Confirmation): Enrolment {
  if (row === undefined) {
    guessed()
    throw new Problem('enrolment_unknown', { field: 'enrolment_id', detail: 'no enrolment has this identifier' })
  }
  if (row.state === 'cancelled') throw new Problem('enrolment_cancelled', { field: 'enrolment_id', detail: `${enrolmentId} was cancelled` })
  if (row.key_id === null) throw new Problem('key_not_issued', { field: 'key_id', detail: 'no key was asked for yet' })
  if (row.key_id !== keyId) throw new Problem('key_withdrawn', { field: 'key_id', detail: `the key is ${row.key_id} now` })
  return row
}

function isSigned({ public_key }: Enrolment, { enrolmentId, keyId, signature }: Confirmation): boolean {
  if (public_key === null) return false
  try {
    const key = createPublicKey({ key: Buffer.from(public_key), format: 'der', type: 'spki' })
    return verify('sha256', Buffer.from(confirmText(enrolmentId, keyId)), key, signature)
  } catch {
    // what is no signature at all
    return false
  }
}
