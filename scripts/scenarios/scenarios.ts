import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One message of a script: `step FROM TO TEXT`. */
export type Step = { readonly from: string; readonly to: string; readonly text: string }

export type Scenario = {
  /** Clause of the specification: 5.5.1 to 5.5.7. */
  readonly name: string
  readonly title: string
  /** What it is, as the head of its script says. */
  readonly about: string
  readonly script: string
  readonly steps: readonly Step[]
  /** What a run prints, without what differs from run to run. */
  readonly outputFile: string
}

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'examples', 'supply-chains')

/** The supply chains of examples/supply-chains, in their order. */
export function readScenarios(): Scenario[] {
  const names = readdirSync(folder).filter((name) => /^5\.5\.\d$/.test(name))
  return names.sort().map((name) => {
    const script = join(folder, name, 'run.sh')
    const [title = '', ...about] = headOf(readFileSync(script, 'utf8'))
    const steps = stepsOf(readFileSync(script, 'utf8'))
    return { name, title: title.replace(/^\S+ /, ''), about: about.join('\n'), script, steps, outputFile: join(folder, name, 'output.txt') }
  })
}

/** The comment below the first line of a script. */
function headOf(text: string): string[] {
  const lines = text.split('\n').slice(1)
  const end = lines.findIndex((line) => !line.startsWith('#'))
  return lines.slice(0, end).map((line) => line.replace(/^# ?/, ''))
}

function stepsOf(text: string): Step[] {
  return [...text.matchAll(/^step '(.+?)' '(.+?)' '(.+?)'$/gm)].map(([, from = '', to = '', words = '']) => ({ from, to, text: words }))
}
