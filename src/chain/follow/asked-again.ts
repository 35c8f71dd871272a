import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../../domain/problem.ts'
import type { RpcRequest } from '../rpc-transport.ts'

/** Before each further time, milliseconds. */
const pauses = [30, 150, 600]

/**
 * Asks again what got lost on its way, or was turned away: what a follower asks changes nothing, and a window takes dozens of requests, of which a
 * node that fails at one in ten would answer all together hardly ever. A node that is not there is not asked again: there may be others.
 */
export function askedAgain(request: RpcRequest): RpcRequest {
  return async (wanted) => {
    for (let time = 0; ; time++) {
      try {
        return await request(wanted)
      } catch (error) {
        const wait = pauses[time]
        if (wait === undefined || !(error instanceof Problem) || !isPassing(error, wanted.method)) throw error
        await pause(wait)
      }
    }
  }
}

function isPassing({ code, message }: Problem, method: string): boolean {
  if (code === 'chain_busy' || code === 'chain_nonsense') return true
  // logs that take too long are asked for in smaller windows
  if (code === 'chain_timeout') return method !== 'eth_getLogs'
  return code === 'chain_unreachable' && !/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH/.test(message)
}
