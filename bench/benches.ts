import { certificates } from './certificates.ts'
import { handshakes } from './handshakes.ts'
import type { Bench } from './report.ts'

/** Every bench by its name, in the order in which they run. */
export const benches: Readonly<Record<string, Bench>> = { handshakes, certificates }
