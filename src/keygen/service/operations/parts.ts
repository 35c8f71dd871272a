import type { Hex } from '../../../domain/fields.ts'
import type { KeyMaker } from '../ports.ts'
import type { Enrolments } from '../store/enrolments.ts'
import type { Ledger } from '../store/ledger.ts'

/** What the operations work with. */
export type Parts = {
  readonly ledger: Ledger
  readonly enrolments: Enrolments
  readonly makeKey: KeyMaker
  /** Milliseconds. */
  readonly now: () => number
  /** How long a code holds, milliseconds. */
  readonly codeLifetime: number
  /** Keys that no device may come with: those of the service itself and of its clients. */
  readonly foreignKeys: ReadonlySet<Hex>
  /** Enrolments whose keys are on their way to the registry. */
  readonly registering: Set<string>
  /** Told when a key was confirmed. */
  readonly onConfirmed: () => void
}
