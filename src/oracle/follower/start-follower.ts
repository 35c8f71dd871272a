import { extname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { waitAfter } from '../../chain/follow/backoff.ts'
import { Problem } from '../../domain/problem.ts'
import type { FollowerSettings } from './follow-into-index.ts'
import type { FollowerEvent } from './follower-event.ts'
import type { Ended } from './follower-thread.ts'
import { logEvent } from './log-event.ts'

export type FollowerOptions = FollowerSettings & {
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly onEvent?: (event: FollowerEvent) => void
}

export type Follower = {
  /** With `once`: ends when the index is at the head. @throws Problem what it failed with */
  readonly ended: Promise<void>
  /** Finishes the window that is being written, and closes the index. */
  stop(): Promise<void>
}

/** It stands beside this file, as TypeScript in a checkout and as JavaScript in the packed package. */
const thread = new URL(`follower-thread${extname(import.meta.filename)}`, import.meta.url)

/**
 * Keeps an index at the chain's head, in a thread of its own; readers open the same file. Comes back when it is there for them, however far it
 * has got. Without `once` it goes on until it is stopped: whatever ends it later is told to the log and tried again.
 * @throws Problem `index_taken`, `index_foreign`, `index_too_new`, `index_unusable`, `invalid_input`
 */
export async function startFollower({ log, onEvent, ...settings }: FollowerOptions): Promise<Follower> {
  const stopping = new AbortController()
  const opened = Promise.withResolvers<void>()
  let isOpened = false
  const tell = (event: FollowerEvent) => {
    logEvent(log, event)
    onEvent?.(event)
    if (event.kind !== 'opened') return
    isOpened = true
    opened.resolve()
  }
  const keep = async () => {
    for (let failures = 1; ; failures++) {
      const began = performance.now()
      try {
        await runThread(settings, stopping.signal, tell)
        return
      } catch (error) {
        opened.reject(error)
        if (!isOpened || settings.once !== undefined || stopping.signal.aborted) throw error
        if (performance.now() - began > calmMs) failures = 1
        log.error({ err: error }, 'the index is not followed; it is tried again')
        await pause(waitAfter(failures), undefined, { signal: stopping.signal }).catch(() => undefined)
        if (stopping.signal.aborted) return
      }
    }
  }
  const ended = keep()
  ended.catch(() => undefined)
  await opened.promise.catch((error: unknown) => {
    stopping.abort()
    throw error
  })
  return {
    ended,
    stop: async () => {
      stopping.abort()
      await ended.catch(() => undefined)
    },
  }
}

/** After so long without a failure, the next one is a first one. */
const calmMs = 60_000

/** One life of the thread. @throws Problem */
async function runThread(settings: FollowerSettings, signal: AbortSignal, tell: (event: FollowerEvent) => void): Promise<void> {
  const worker = new Worker(thread, { workerData: settings })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = () => worker.postMessage('stop')
  signal.addEventListener('abort', stop)
  worker.on('message', (message: FollowerEvent | Ended) => {
    if (message.kind !== 'ended') tell(message)
    else if (message.problem !== undefined) reject(new Problem(message.problem.code, problemDetails(message.problem)))
    else if (message.bug !== undefined) reject(new Error(message.bug))
    else resolve()
  })
  worker.on('error', reject)
  worker.on('exit', (code) => reject(new Error(`the follower's thread ended with ${code}`)))
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function problemDetails({ field, detail }: NonNullable<Ended['problem']>) {
  return field === undefined ? { detail } : { field, detail }
}
