import type { Ground } from './ground.ts'

/** What a drill measured, by the names under `figures`. */
export type Figures = Readonly<Record<string, string | number>>

/** Something that a network has to bear, done to a real one. */
export type Drill = {
  readonly name: string
  /** Nothing else is to go on beside it. */
  readonly alone?: boolean
  /** A sentence: what must be so for the drill to pass. */
  readonly shows: string
  /** What it measures, in words with their unit. */
  readonly figures: Readonly<Record<string, string>>
  /** Leaves a network behind that makes blocks. @throws Error where something is not as it must be */
  run(ground: Ground): Promise<Figures>
}

/** @throws Error with `message` unless `condition` holds */
export function must(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}
