import type { Command } from '@commander-js/extra-typings'
import { ca } from './ca.ts'
import { gateway } from './gateway.ts'
import { oracle } from './oracle.ts'
import { assessment } from './assessment.ts'
import { chain } from './chain.ts'
import { decide } from './decide.ts'
import { deploy } from './deploy.ts'
import { doctor } from './doctor.ts'
import { entity } from './entity.ts'
import { key } from './key.ts'
import { keystore } from './keystore.ts'
import { lot } from './lot.ts'
import { process as processes } from './process.ts'

/** Every command of `derkey`, in the order of `--help`. */
export const commands: readonly Command[] = [
  chain as unknown as Command,
  keystore,
  deploy as unknown as Command,
  doctor as unknown as Command,
  entity,
  processes,
  assessment,
  key,
  lot,
  decide as unknown as Command,
  ca,
  oracle as unknown as Command,
  gateway as unknown as Command,
]
