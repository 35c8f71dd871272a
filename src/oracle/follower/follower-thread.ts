/** The thread of `startFollower`: a window of a hundred thousand keys takes its time to be written, and whoever answers requests must not wait for it. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { followIntoIndex, type FollowerSettings } from './follow-into-index.ts'
import type { FollowerEvent } from './follower-event.ts'

/** An error cannot be handed over with what it has of its own. */
export type Ended = {
  readonly kind: 'ended'
  readonly problem?: { readonly code: ProblemCode; readonly field: string | undefined; readonly detail: string }
  readonly bug?: string
}

const stopping = new AbortController()
const tell = (message: FollowerEvent | Ended) => parentPort?.postMessage(message)
parentPort?.once('message', () => stopping.abort())

try {
  await followIntoIndex(workerData as FollowerSettings, stopping.signal, tell)
  tell({ kind: 'ended' })
} catch (error) {
  if (error instanceof Problem) tell({ kind: 'ended', problem: { code: error.code, field: error.field, detail: error.message } })
  else tell({ kind: 'ended', bug: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
