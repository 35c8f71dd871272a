import { certificates } from './certificates.ts'
import { csv } from './csv.ts'
import { decision } from './decision.ts'
import { gas } from './gas.ts'
import { handshakes } from './handshakes.ts'
import { httpKeys } from './http-keys.ts'
import { indexCatchUp } from './index-catch-up.ts'
import { indexDecision } from './index-decision.ts'
import { indexSize } from './index-size.ts'
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
  'index-catch-up': indexCatchUp,
  'index-size': indexSize,
  'index-decision': indexDecision,
  'http-keys': httpKeys,
  certificates,
  handshakes,
  requests,
  revocation,
  million,
  'keygen-wrap': keygenWrap,
}
