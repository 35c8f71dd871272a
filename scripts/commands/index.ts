import type { Command } from '@commander-js/extra-typings'

/** Every command of `derkey`, in the order of `--help`. */
export const commands: readonly Command[] = []
