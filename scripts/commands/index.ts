import type { Command } from '@commander-js/extra-typings'
import { ca } from './ca.ts'
import { gateway } from './gateway.ts'
import { oracle } from './oracle.ts'

/** Every command of `derkey`, in the order of `--help`. */
export const commands: readonly Command[] = [ca, oracle as unknown as Command, gateway as unknown as Command]
