import type { Drill } from './drill.ts'
import type { Ground } from './ground.ts'
import { keysThroughout, startRegistering } from './keys-throughout.ts'
import type { DrillResult } from './report.ts'
import { stopwatch } from './until.ts'

/** Does the drills one after the other on one network. One that fails ends the run: what comes after it would stand on sand. */
export async function runDrills(ground: Ground, drills: readonly Drill[], registering: boolean): Promise<DrillResult[]> {
  const { say } = ground
  const results: DrillResult[] = []
  const record = async (name: string, run: Drill['run']) => {
    say(`${name} …`)
    const elapsed = stopwatch()
    try {
      const figures = await run(ground)
      results.push({ name, state: 'passed', seconds: elapsed(), figures, problem: null })
    } catch (error) {
      results.push({ name, state: 'failed', seconds: elapsed(), figures: {}, problem: messageOf(error) })
    }
    const { state, problem, figures, seconds } = results.at(-1)!
    say(`${name}: ${state}, ${seconds} s ${problem ?? JSON.stringify(figures)}`)
    return state === 'passed'
  }
  const all = async (some: readonly Drill[]) => {
    for (const { name, run } of some) if (!(await record(name, run))) return false
    return true
  }
  if (!(await all(drills.filter(({ alone }) => alone === true)))) return results
  const elapsed = stopwatch()
  const line = registering ? await startRegistering(ground) : undefined
  await all(drills.filter(({ alone }) => alone !== true))
  if (line !== undefined) {
    await record(keysThroughout.name, () => line.end())
    results.push({ ...results.pop()!, seconds: elapsed() })
  }
  return results
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
