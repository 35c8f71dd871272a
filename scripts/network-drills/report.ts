import type { Figures } from './drill.ts'

/** What a drill came to. */
export type DrillResult = {
  readonly name: string
  readonly state: 'passed' | 'failed'
  readonly seconds: number
  readonly figures: Figures
  /** Why it failed. */
  readonly problem: string | null
}

/** A run of drills: who looks at the figures has to know where they come from. */
export type Report = {
  readonly date: string
  readonly command: string
  readonly besu: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly network: { readonly nodes: number; readonly block_period_seconds: number; readonly heap: string }
  readonly drills: readonly DrillResult[]
}
