import type { Command } from '@commander-js/extra-typings'
import { ca } from './ca.ts'

/** Every command of `derkey`, in the order of `--help`. */
export const commands: readonly Command[] = [ca]
