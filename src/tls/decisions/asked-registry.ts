import type { JudgedRegistry } from '../../domain/key-status-source.ts'

/** A registry that the gateway asks. */
export type AskedRegistry = JudgedRegistry & {
  /** Milliseconds that it may take to answer. */
  readonly timeout_ms: number
}
