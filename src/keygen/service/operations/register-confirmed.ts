import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../../../domain/problem.ts'
import type { Registrar } from '../ports.ts'
import { entryOf, type Enrolment } from '../store/enrolments.ts'
import type { Parts } from './parts.ts'

export type RegistrationWorker = {
  /** There is a confirmed key. */
  wake(): void
  /** Ends with the call that is under way. */
  stop(): Promise<void>
}

export type WorkerOptions = {
  readonly registrar: Registrar
  readonly onFailure: (error: unknown, keyIds: readonly string[]) => void
  /** First and longest pause after a failure, milliseconds. */
  readonly pauses?: { readonly first: number; readonly longest: number }
}

type Registering = Pick<Parts, 'ledger' | 'enrolments' | 'now' | 'registering'>

/** Keys of one process that are registered at once. */
const atOnce = 500

/**
 * Registers what is confirmed, oldest first, until it works: each key once, also when the service was killed between the registration and the
 * note of it, since a key that stands in the registry is not registered again. What failed is tried again by itself, and keeps nothing new back.
 */
export function startRegistering(parts: Registering, options: WorkerOptions): RegistrationWorker {
  const { first, longest } = options.pauses ?? { first: 1000, longest: 60_000 }
  const stopping = new AbortController()
  let woken = Promise.withResolvers<undefined>()

  const run = async () => {
    let delay = first
    // what an earlier run left behind is tried at once; of a clock that nobody sets back
    let retryAt = 0
    while (!stopping.signal.aborted) {
      const retrying = performance.now() >= retryAt
      const done = await registerOnce(parts, options, retrying)
      if (done === 'failed') {
        retryAt = retrying ? performance.now() + delay : Math.min(retryAt, performance.now() + delay)
        if (retrying) delay = Math.min(delay * 2, longest)
      } else if (retrying && done === 'none') [retryAt, delay] = [Infinity, first]
      if (done === 'some') continue
      await waitFor(retryAt - performance.now())
    }
  }
  /** Until there is something new, or `milliseconds` are over. */
  const waitFor = async (milliseconds: number) => {
    const over = new AbortController()
    const timer = Number.isFinite(milliseconds)
      ? pause(Math.max(0, milliseconds), undefined, { signal: over.signal }).catch(() => undefined)
      : undefined
    await Promise.race([woken.promise, ...(timer === undefined ? [] : [timer])])
    over.abort()
    woken = Promise.withResolvers()
  }
  const running = run()
  const wake = () => woken.resolve(undefined)
  return {
    wake,
    stop: () => {
      stopping.abort()
      wake()
      return running
    },
  }
}

/** One batch of every process: of what was not tried yet, or with `retrying` of all. `failed`: something is left that did not work. */
async function registerOnce(parts: Registering, options: WorkerOptions, retrying: boolean): Promise<'none' | 'some' | 'failed'> {
  try {
    const waiting = parts.enrolments.toRegister(retrying, atOnce)
    if (waiting.length === 0) return 'none'
    let failed = false
    for (const batch of Map.groupBy(waiting, ({ process_id }) => process_id).values()) {
      failed = !(await registerBatch(parts, options, batch)) || failed
    }
    return failed ? 'failed' : 'some'
  } catch (error) {
    // the store itself
    options.onFailure(error, [])
    return 'failed'
  }
}

/** Whether every key of the batch is registered. One that the registry refuses does not keep the others back. */
async function registerBatch(parts: Registering, options: WorkerOptions, batch: readonly Enrolment[]): Promise<boolean> {
  const keyIds = batch.flatMap(({ key_id }) => (key_id === null ? [] : [key_id]))
  for (const { enrolment_id } of batch) parts.registering.add(enrolment_id)
  try {
    await options.registrar.register(batch[0]?.process_id ?? '', keyIds)
    settle(parts, batch)
    return true
  } catch (error) {
    if (batch.length > 1 && error instanceof Problem && error.status < 500) {
      const each: boolean[] = []
      for (const one of batch) each.push(await registerBatch(parts, options, [one]))
      return each.every(Boolean)
    }
    options.onFailure(error, keyIds)
    const failure = error instanceof Problem ? `${error.code}: ${error.message}` : 'internal: see the log of the service'
    const open = () => batch.filter(({ enrolment_id }) => parts.enrolments.byId(enrolment_id)?.state === 'confirmed')
    parts.ledger.record(() => open().map((row) => parts.enrolments.update(row, { failure })))
    return false
  } finally {
    for (const { enrolment_id } of batch) parts.registering.delete(enrolment_id)
  }
}

function settle({ ledger, enrolments, now }: Registering, batch: readonly Enrolment[]): void {
  ledger.record((note) => {
    const at = now()
    for (const row of batch) note(entryOf(enrolments.update(row, { state: 'registered', failure: null, changed_at: at }), 'registered', at))
  })
}
