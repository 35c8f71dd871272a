import type { Logger } from 'pino'
import type { FollowerEvent } from './follower-event.ts'

/** The line of the log that an event is worth, if any. */
export function logEvent(log: Pick<Logger, 'info' | 'warn' | 'error'>, event: FollowerEvent): void {
  switch (event.kind) {
    case 'opened':
      log.info({ block: event.block ?? null }, 'the index is open')
      break
    case 'rolled_back':
      log.warn({ from: event.from, to: event.to }, 'the chain was rolled back: what the index held behind that block is forgotten')
      break
    case 'set_aside':
      log.error({ why: event.why, as: event.as, detail: event.detail }, 'the index was set aside, and is made anew from the chain')
      break
    case 'trouble':
      if (event.problem === undefined) log.info('the chain is followed again')
      else log.warn(event.problem, 'the chain is not followed for now; it is tried again')
      break
    case 'standing':
      if (event.standing === 'disagrees')
        log.error({ endpoint: event.endpoint, why: event.why }, 'a node contradicts the others or itself, and is not believed')
      else if (event.standing === 'behind')
        log.warn({ endpoint: event.endpoint, why: event.why }, 'a node is behind the others, and is not waited for')
      else if (event.standing === 'fails')
        log.warn({ endpoint: event.endpoint, why: event.why }, 'a node fails, and is left alone for a while')
      else log.info({ endpoint: event.endpoint, why: event.why }, 'a node is followed')
      break
    default:
  }
}
