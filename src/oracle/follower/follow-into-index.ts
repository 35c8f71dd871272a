import type { Deployment } from '../../chain/deployment.ts'
import { openEndpoints } from '../../chain/follow/endpoints.ts'
import { followChain } from '../../chain/follow/follow-chain.ts'
import type { KnownGenesis } from '../../chain/follow/begin-ledger.ts'
import { Problem } from '../../domain/problem.ts'
import { openIndex, type Index } from '../index/open-index.ts'
import type { FollowerEvent } from './follower-event.ts'
import { lockIndex } from './lock-index.ts'
import { setAside } from './set-aside.ts'

/** What a follower is told; everything in it can be handed to another thread. */
export type FollowerSettings = {
  /** The index: a file of this process alone to write, made where there is none. */
  readonly file: string
  /** One or several nodes, http(s) or ws(s). */
  readonly endpoints: readonly string[]
  readonly deployment: Deployment
  /** What a genesis file holds, where the nodes have forgotten the state of block 0. */
  readonly genesis?: KnownGenesis | undefined
  /** How often the nodes are asked for a new block, in milliseconds. */
  readonly pollMs: number
  /** How long a node may take for one answer, in milliseconds. */
  readonly timeoutMs?: number | undefined
  /** Ends at the head; fails where nothing works for so many milliseconds. */
  readonly once?: { readonly patienceMs: number } | undefined
}

/** How often an index is made anew between two times that it is at the head: more would be a bad disk. */
const rebuilds = 3

/**
 * Keeps the index at the chain's head until `signal`. An index that is damaged, or of a chain that is no more, is set aside under another name, and a
 * new one is made.
 * @throws Problem `index_taken`, `index_foreign`, `index_too_new`, `index_unusable`, `invalid_input`; with `once`, what kept failing
 */
export async function followIntoIndex(
  settings: FollowerSettings,
  signal: AbortSignal,
  tell: (event: FollowerEvent) => void,
): Promise<void> {
  const { file, deployment, endpoints: urls, timeoutMs } = settings
  const endpoints = openEndpoints({
    urls,
    deployment,
    ...(timeoutMs !== undefined && { timeoutMs }),
    observe: (request) => tell({ kind: 'request', ...request }),
    onStanding: (endpoint, standing, why) => tell({ kind: 'standing', endpoint, standing, why }),
    onDisagreement: (endpoint) => tell({ kind: 'disagreement', endpoint }),
  })
  try {
    const lock = lockIndex(file)
    try {
      let left = rebuilds
      const onConfirmed = (head: number, at: number) => {
        left = rebuilds
        tell({ kind: 'confirmed', head, at })
      }
      while (!(await followOnce(settings, endpoints, signal, tell, { onConfirmed, mayRebuild: left > 0 }))) left--
    } finally {
      lock.release()
    }
  } finally {
    endpoints.close()
  }
}

type Rules = { readonly onConfirmed: (head: number, at: number) => void; readonly mayRebuild: boolean }

/** @returns false where the index was set aside */
async function followOnce(
  { file, deployment, genesis, pollMs, once }: FollowerSettings,
  endpoints: ReturnType<typeof openEndpoints>,
  signal: AbortSignal,
  tell: (event: FollowerEvent) => void,
  { onConfirmed, mayRebuild }: Rules,
): Promise<boolean> {
  let index: Index | undefined
  try {
    index = openIndex(file, deployment)
    const position = index.position()
    tell({ kind: 'opened', block: position?.block, head: position?.head, confirmed_at: position?.confirmed_at })
    await followChain({
      endpoints,
      deployment,
      genesis,
      ledger: index,
      pollMs,
      once,
      signal,
      onConfirmed,
      onProgress: (progress) => tell({ kind: 'progress', ...progress }),
      onRollBack: (from, to) => tell({ kind: 'rolled_back', from, to }),
      onTrouble: (trouble) => tell({ kind: 'trouble', ...(trouble && { problem: { code: trouble.code, detail: trouble.message } }) }),
    })
    return true
  } catch (error) {
    index?.close()
    index = undefined
    const why =
      error instanceof Problem && error.code === 'index_damaged'
        ? 'damaged'
        : error instanceof Problem && error.code === 'chain_forked'
          ? 'forked'
          : undefined
    if (why === undefined || !mayRebuild) throw error
    tell({ kind: 'set_aside', why, as: setAside(file, why), detail: (error as Problem).message })
    return false
  } finally {
    index?.close()
  }
}
