import { certificates } from './certificates.ts'
import { csv } from './csv.ts'
import { decision } from './decision.ts'
import { gas } from './gas.ts'
import { handshakes } from './handshakes.ts'
import { keygenWrap } from './keygen-wrap.ts'
import { registration } from './registration.ts'
import { million } from './million.ts'
import type { Bench } from './report.ts'
import { requests } from './requests.ts'
import { revocation } from './revocation.ts'

/** Every bench by its name, in the order in which they run. */
export const benches: Readonly<Record<string, Bench>> = {
  gas,
  csv,
  registration,
  decision,
  certificates,
  handshakes,
  requests,
  revocation,
  million,
  'keygen-wrap': keygenWrap,
}
