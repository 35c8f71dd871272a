import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../domain/problem.ts'
import type { RpcRequest } from './rpc-transport.ts'

/** Before each further time, milliseconds. */
const pauses = [30, 150, 600]

/**
 * Asks again what got lost on its way, or was turned away: reads change nothing, a transaction is the same one however often it is handed over, and of
 * the dozens of requests that a window or a list of keys takes, a node that fails at one in ten would hardly ever answer all. A node that is not there
 * is not asked again: there may be others.
 * @param timeouts whether what took too long is asked again too
 */
export function askedAgain(request: RpcRequest, { timeouts }: { readonly timeouts: boolean }): RpcRequest {
  return async (wanted) => {
    for (let time = 0; ; time++) {
      try {
        return await request(wanted)
      } catch (error) {
        const wait = pauses[time]
        if (wait === undefined || !(error instanceof Problem) || !isPassing(error, wanted.method, timeouts)) throw error
        await pause(wait)
      }
    }
  }
}

function isPassing({ code, message }: Problem, method: string, timeouts: boolean): boolean {
  if (code === 'chain_busy' || code === 'chain_nonsense') return true
  // logs that take too long are asked for in smaller windows
  if (code === 'chain_timeout') return timeouts && method !== 'eth_getLogs'
  return code === 'chain_unreachable' && !/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH/.test(message)
}
