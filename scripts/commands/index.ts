import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { ca } from './ca.ts'
import { gateway } from './gateway.ts'
import { oracle } from './oracle.ts'
import { assessment } from './assessment.ts'
import { chain } from './chain.ts'
import { decide } from './decide.ts'
import { demo } from './demo.ts'
import { deploy } from './deploy.ts'
import { doctor } from './doctor.ts'
import { entity } from './entity.ts'
import { key } from './key.ts'
import { keystore } from './keystore.ts'
import { lot } from './lot.ts'
import { process as processes } from './process.ts'

/** Every command of `derkey`, in the order of `--help`. */
export const commands: readonly CommandUnknownOpts[] = [
  demo,
  chain,
  keystore,
  deploy,
  doctor,
  entity,
  processes,
  assessment,
  key,
  lot,
  decide,
  ca,
  oracle,
  gateway,
]
