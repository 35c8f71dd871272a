import type { Drill } from '../drill.ts'
import { caps } from './caps.ts'
import { eighthValidator } from './eighth-validator.ts'
import { emptyDisk } from './empty-disk.ts'
import { finality } from './finality.ts'
import { memory } from './memory.ts'
import { permissions } from './permissions.ts'
import { provenIndex } from './proven-index.ts'
import { recovery } from './recovery.ts'
import { registration } from './registration.ts'
import { rogueNode } from './rogue-node.ts'
import { rollingRestart } from './rolling-restart.ts'
import { rotateKey } from './rotate-key.ts'
import { threeKilled } from './three-killed.ts'
import { twoKilled } from './two-killed.ts'
import { useCase } from './use-case.ts'

/** In the order in which they are done: each finds what the ones before it left behind. */
export const drills: readonly Drill[] = [
  registration,
  finality,
  permissions,
  useCase,
  caps,
  twoKilled,
  threeKilled,
  emptyDisk,
  rotateKey,
  rogueNode,
  provenIndex,
  eighthValidator,
  rollingRestart,
  memory,
  recovery,
]
