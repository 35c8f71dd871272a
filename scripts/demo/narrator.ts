import type { coloursFor } from '../colours.ts'

/** Tells the person who watches: a headline a step, and below it what really happened. */
export type Narrator = {
  step(number: number, who: string, does: string): void
  /** A sentence on what happened. */
  say(text: string): void
  /** A fact: a name and its value, indented. */
  fact(name: string, value: string): void
}

/**
 * @param write gets whole lines, without their end
 * @param pc colours of where they go
 */
export function createNarrator(write: (line: string) => void, pc: ReturnType<typeof coloursFor>): Narrator {
  return {
    step: (number, who, does) => write(`\n${pc.bold(pc.cyan(`${number}  ${who}`))} ${pc.bold(does)}`),
    say: (text) => write(`   ${text}`),
    fact: (name, value) => write(`     ${pc.dim(name.padEnd(23))} ${value}`),
  }
}
