import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../../domain/problem.ts'
import type { Deployment } from '../deployment.ts'
import { waitAfter } from './backoff.ts'
import { beginLedger, type KnownGenesis } from './begin-ledger.ts'
import { countKeys } from './count-keys.ts'
import type { Endpoints } from './endpoints.ts'
import { followedAddresses } from './followed-addresses.ts'
import { firstSpan, readWindows, type Span } from './read-windows.ts'
import { requireSameChain } from './require-same-chain.ts'
import type { FollowedLedger } from './window.ts'

/** Where the ledger is: `keys` came in the window that was just appended. */
export type FollowProgress = { readonly block: number; readonly head: number; readonly keys: number }

export type FollowOptions = {
  readonly endpoints: Endpoints
  readonly deployment: Deployment
  /** Records that a genesis file laid out, where they are known already; else the node is asked. */
  readonly genesis?: KnownGenesis | undefined
  readonly ledger: FollowedLedger
  /** How often the endpoints are asked for a new head, in milliseconds. */
  readonly pollMs: number
  /** Ends when the ledger holds everything up to the head; fails where nothing works for so many milliseconds. */
  readonly once?: { readonly patienceMs: number } | undefined
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: FollowProgress) => void) | undefined
  /** The ledger was seen to hold everything up to `head`, at that time in milliseconds since 1970. */
  readonly onConfirmed?: ((head: number, at: number) => void) | undefined
  /** The chain was rolled back: blocks behind `to` were forgotten. */
  readonly onRollBack?: ((from: number, to: number) => void) | undefined
  /** When something begins to fail, or fails otherwise than before, and with `undefined` when it works again. */
  readonly onTrouble?: ((trouble: Problem | undefined) => void) | undefined
}

/** What no later try changes, unlike what a node says, and a full disk. */
const isLasting = ({ code }: Problem) =>
  code === 'chain_forked' || code === 'genesis_not_empty' || (code.startsWith('index_') && code !== 'index_full')

/**
 * Keeps the ledger at the chain's head until `signal`, or with `once` until it is there. What fails is tried again, ever more seldom.
 * @throws Problem `chain_forked` where the ledger is of another chain; what the ledger fails with; with `once`, what kept failing
 */
export async function followChain(options: FollowOptions): Promise<void> {
  const { endpoints, once, signal, pollMs, onTrouble } = options
  const span = firstSpan()
  let failures = 0
  let trouble: string | undefined
  let worked = performance.now()
  const onStep = () => {
    worked = performance.now()
  }
  while (!signal.aborted) {
    try {
      await catchUp(options, span, onStep)
      if (trouble !== undefined) onTrouble?.(undefined)
      trouble = undefined
      failures = 0
      if (once !== undefined) return
      await endpoints.newHead(pollMs, signal)
    } catch (error) {
      if (!(error instanceof Problem) || isLasting(error)) throw error
      if (once !== undefined && (error.code === 'index_full' || performance.now() - worked >= once.patienceMs)) throw error
      if (trouble !== error.code) onTrouble?.(error)
      trouble = error.code
      await pause(waitAfter(++failures), undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Brings the ledger to the head on which the endpoints agree. */
async function catchUp(options: FollowOptions, span: Span, onStep: () => void): Promise<void> {
  const { endpoints, deployment, genesis, ledger, signal, onProgress, onConfirmed, onRollBack } = options
  const agreed = await endpoints.survey()
  if (ledger.position() === undefined) await beginLedger(ledger, deployment, agreed, genesis)
  else await requireSameChain(endpoints, ledger, agreed, onRollBack)
  const start = ledger.position() as NonNullable<ReturnType<FollowedLedger['position']>>
  const { number: head } = agreed.head
  for await (const window of readWindows(endpoints, agreed, followedAddresses(deployment), start, span)) {
    if (signal.aborted) return
    ledger.append(window)
    onStep()
    onProgress?.({ block: window.to, head, keys: countKeys(window.logs) })
  }
  const at = Date.now()
  ledger.confirm(head, at)
  onStep()
  onConfirmed?.(head, at)
}
