import type { AssessmentKind } from '../enumerations.ts'

/** A day on which something has to be renewed. */
export type DueDate = {
  readonly what: 'assessment' | 'certificate'
  /** Names the due date for ever: a renewal of the assessment moves it, it does not add another. */
  readonly uid: string
  /** Grows when the due date moves. */
  readonly sequence: number
  readonly due_at: string
  /** null: nothing is put off. */
  readonly grace_until: string | null
  readonly state: 'valid' | 'overdue' | 'lapsed' | 'expired'
  /** The newest of its series, which is to be renewed, or that rests on the certificate; null: no assessment refers to the certificate's evidence. */
  readonly assessment_id: string | null
  readonly kind: AssessmentKind
  /** Processes whose keys rest on it. */
  readonly process_ids: readonly string[]
  readonly assessor_id: string
  /** Where it was assessed, as far as that is known. */
  readonly locations: readonly string[]
  /** What is due, in words. */
  readonly subject: string
}

/** Which due dates are wanted, in seconds since 1970; those that are over always are. */
export type DueWithin = { readonly now: number; readonly withinSeconds: number }

/** Overdue first. */
export const byDueDate = (one: DueDate, other: DueDate) => one.due_at.localeCompare(other.due_at) || one.uid.localeCompare(other.uid)
