import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Deployment } from '../../chain/deployment.ts'
import type { OracleConfiguration } from '../configuration.ts'
import type { FollowerEvent } from '../follower/follower-event.ts'
import { startFollower } from '../follower/start-follower.ts'
import type { IndexReader } from '../index/index-reader.ts'
import { openIndexReader } from '../index/open-index.ts'

export type OwnIndexParts = {
  readonly configuration: Pick<OracleConfiguration, 'rpc' | 'data' | 'poll_interval_ms'>
  readonly deployment: Deployment
  readonly log: Logger
  readonly onEvent: (event: FollowerEvent) => void
}

/** The index of the service's own: who closes `reader` closes nothing, `stop` does. */
export type OwnIndex = { readonly reader: IndexReader; stop(): Promise<void> }

/** Most are at the head by then; what takes longer is red until it is. */
const longestStartMs = 5000

/**
 * Follows the chain into the index in the folder `data`, in a thread of its own, and reads it in this one. Comes back when it is at the head, when
 * that is not to be expected soon, or after five seconds.
 * @throws Problem `index_taken`, `index_foreign`, `index_too_new`, `index_unusable`
 */
export async function followOwnIndex({ configuration, deployment, log, onEvent }: OwnIndexParts): Promise<OwnIndex> {
  const file = join(configuration.data, 'index.sqlite')
  const caughtUp = Promise.withResolvers<void>()
  let current: IndexReader | undefined
  const follower = await startFollower({
    file,
    endpoints: configuration.rpc,
    deployment,
    pollMs: configuration.poll_interval_ms,
    log,
    onEvent: (event) => {
      onEvent(event)
      if (event.kind === 'confirmed' || event.kind === 'trouble') caughtUp.resolve()
      // it may be another file than before
      if (event.kind === 'opened') {
        current?.close()
        current = undefined
      }
    },
  })
  const late = new AbortController()
  await Promise.race([caughtUp.promise, pause(longestStartMs, undefined, { signal: late.signal }).catch(() => undefined)])
  late.abort()
  return {
    reader: readerOf(() => (current ??= openIndexReader(file, deployment))),
    stop: async () => {
      await follower.stop()
      current?.close()
    },
  }
}

/** A reader that is always the newest one, which who reads does not close. */
function readerOf(newest: () => IndexReader): IndexReader {
  const close = () => undefined
  return new Proxy(newest(), { get: (_, name: keyof IndexReader) => (name === 'close' ? close : newest()[name]) })
}
