import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readBlock } from '../../src/chain/reads/block.ts'
import { openWorld, type World } from './world.ts'
import { plainOutput } from './plain-output.ts'
import { recordedEvents } from './recorded-events.ts'
import { runScript } from './run-script.ts'
import type { Scenario } from './scenarios.ts'

export type Play = {
  /** With it the script is killed once, at a step and a moment that follow from the seed, and run again. */
  readonly seed?: number | undefined
  /** Takes what this run prints for what every run has to print. */
  readonly update?: boolean
  readonly signal?: AbortSignal | undefined
}

export type Played = { readonly name: string; readonly output: string; /** Why it is not as it should be. */ readonly fault: string | null }

/** On a machine with much else to do. */
const longestRunMs = 600_000

/** How long after the beginning of a step a kill may come. */
const longestDelayMs = 1500

/**
 * Plays a scenario on a world of its own, and compares what it came to with what is committed: after a kill, the end alone, which has the key's history and how
 * often each event was recorded.
 * @param directory a new folder
 */
export async function playScenario(scenario: Scenario, directory: string, { seed, update = false, signal }: Play = {}): Promise<Played> {
  const { name, script, outputFile } = scenario
  const [demo, folder] = [join(directory, name), join(directory, name, 'run')]
  const world = await openWorld(demo)
  try {
    signal?.throwIfAborted()
    mkdirSync(folder, { mode: 0o700 })
    const { block } = await readBlock(world.registry.client)
    const call = {
      script,
      folder,
      demo,
      signal: AbortSignal.any([AbortSignal.timeout(longestRunMs), ...(signal === undefined ? [] : [signal])]),
    }
    const broken = seed === undefined ? '' : await runAndKill(call, momentOf(scenario, seed))
    const { code, output, answer } = await runScript(call)
    const shown = `${broken}${output}`
    if (code !== 0)
      return { name, output: shown, fault: code === null ? 'it was stopped, or took too long' : `its script ended with ${code}` }

    const came = `${plainOutput(answer, folder, world.names)}\n${await eventsSince(world, block)}`
    if (update) writeFileSync(outputFile, came)
    const wanted = existsSync(outputFile) ? readFileSync(outputFile, 'utf8') : ''
    const same = seed === undefined ? came === wanted : endOf(came, scenario) === endOf(wanted, scenario)
    return { name, output: shown, fault: same ? null : `it came to something else than ${outputFile}:\n${came}` }
  } finally {
    await world.close()
  }
}

type Moment = { readonly step: number; readonly delayMs: number }

function momentOf({ name, steps }: Scenario, seed: number): Moment {
  const bytes = createHash('sha256').update(`${seed} ${name}`).digest()
  return { step: 1 + (bytes.readUInt32BE(0) % (steps.length - 1)), delayMs: bytes.readUInt32BE(4) % longestDelayMs }
}

async function runAndKill(call: Parameters<typeof runScript>[0], { step, delayMs }: Moment): Promise<string> {
  const killing: Promise<void>[] = []
  const onLine = (line: string, kill: () => void) => {
    if (new RegExp(`^${step} `).test(line.trimStart())) killing.push(setTimeout(delayMs).then(kill))
  }
  const { code, output } = await runScript({ ...call, onLine })
  await Promise.all(killing)
  const how = code === null ? `killed with SIGKILL ${delayMs} ms into step ${step}` : `ended with ${code} before it was killed`
  return `${output}\n--- ${how}; run again ---\n`
}

async function eventsSince({ registry }: World, block: number): Promise<string> {
  const counts = Object.entries(await recordedEvents(registry, block + 1)).map(([event, count]) => `${event} ${count}`)
  return `Recorded by the registry, and nothing twice: ${counts.join(', ')}\n`
}

/** From the title of the last step on. */
const endOf = (text: string, { steps }: Scenario) => text.slice(text.lastIndexOf(`\n${steps.length}  `))
