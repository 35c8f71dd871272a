import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '../../src/chain/client.ts'
import { verifyKeys } from './verify-keys.ts'
import { registerKeys } from '../../src/chain/register/register-keys.ts'
import { registryOf } from '../../src/chain/registry.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { keyListOf } from '../../src/domain/key-files/key-list.ts'
import { Problem } from '../../src/domain/problem.ts'
import { must, type Figures } from './drill.ts'
import type { Ground } from './ground.ts'
import { randomKeyIds } from './random-key-ids.ts'
import { openRegistrationLine } from './registration-line.ts'

const keysPerRound = 50
const betweenMs = 1000

export const keysThroughout = {
  name: 'keys-throughout',
  shows: 'a factory goes on registering keys through all drills of the run; in the end each stands in the registry exactly once',
  figures: {
    keys: 'keys registered',
    lost: 'lost',
    doubled: 'registered twice',
    held: 'calls that failed meanwhile and were made again',
    longest: 'longest wait for a batch, s',
  },
} as const

/** Registers batch after batch in the background until `end`, which verifies them key by key on another node. */
export async function startRegistering(ground: Ground): Promise<{ end(): Promise<Figures> }> {
  const { processId, sender } = await openRegistrationLine(ground)
  const { registry } = ground
  const [given, stopping] = [[] as Hex[], new AbortController()]
  let [held, longest, said] = [0, 0, '']
  const registering = async () => {
    while (!stopping.signal.aborted) {
      const keyIds = randomKeyIds(keysPerRound)
      given.push(...keyIds)
      const began = performance.now()
      // called again with the same keys it goes on where it was
      while (!(await registered(keyIds))) await pause(betweenMs)
      longest = Math.max(longest, performance.now() - began)
      await pause(betweenMs)
    }
  }
  const registered = async (keyIds: readonly Hex[]) => {
    try {
      await registerKeys(registry, [sender], { processId, keys: keyListOf(keyIds) })
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      held++
      if (error.message !== said) ground.say(`registration: ${error.message} (${error.code})`)
      said = error.message
      return false
    }
  }
  const work = registering()
  // a fault is thrown at the end
  work.catch(() => undefined)
  return {
    end: async () => {
      stopping.abort()
      await work
      const other = (await ground.validators()).find((node) => node !== ground.home && node.running())
      must(other !== undefined, 'no other node runs')
      const elsewhere = registryOf(createClient({ rpc: other.url }), ground.network.deployment)
      const { lost, doubled, strange } = await verifyKeys(elsewhere, processId, given)
      must(lost === 0 && doubled === 0 && strange === 0, `of ${given.length} keys ${lost} are lost, ${doubled} doubled, ${strange} unknown`)
      return { keys: given.length, lost, doubled, held, longest: Math.round(longest / 1000) }
    },
  }
}
