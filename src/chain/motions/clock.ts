import { setTimeout } from 'node:timers/promises'
import { Problem } from '../../domain/problem.ts'
import { toTime } from '../../domain/fields.ts'
import { boardGovernorAbi as abi } from '../abi/board-governor.generated.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { governorOf } from './governance.ts'

/**
 * Time of the block that a transaction sent now comes into, at the earliest; seconds. Asked of the pending block, as gas is estimated: Besu
 * takes the head's time and the block period for it, a chain that makes blocks on demand the time of day.
 */
export async function readClock({ client, deployment }: ChainRegistry): Promise<number> {
  const address = governorOf(deployment.contracts, 'ordinary')
  return view(() => client.readContract({ address, abi, functionName: 'clock', blockTag: 'pending' }))
}

export type WaitOptions = {
  /** How long to wait at most, in milliseconds. */
  readonly timeoutMs: number
  /** Told how many seconds are left, before each look but the first. */
  readonly onWait?: (seconds: number) => void
}

const pauseMs = 250

/** Waits until `readClock` has come to `time`, seconds. @throws Problem `motion_too_early` where that takes too long */
export async function waitForClock(registry: ChainRegistry, time: number, { timeoutMs, onWait }: WaitOptions): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const left = time - (await readClock(registry))
    if (left <= 0) return
    if (Date.now() + pauseMs > deadline) {
      throw new Problem('motion_too_early', { detail: `possible from ${toTime(time)}, in ${left} seconds by the chain's clock` })
    }
    onWait?.(left)
    await setTimeout(Math.min(Math.max(pauseMs, (left - 2) * 1000), deadline - Date.now()))
  }
}
