import { followChain } from '../../../src/chain/follow/follow-chain.ts'
import { openEndpoints } from '../../../src/chain/follow/endpoints.ts'
import type { FollowedLedger } from '../../../src/chain/follow/window.ts'
import type { Deployment } from '../../../src/chain/deployment.ts'

export type CaughtUp = {
  /** `NAME STANDING`, in order. */
  readonly standings: string[]
  /** Endpoints that contradicted others or lagged, once each time. */
  readonly disagreements: string[]
  readonly rolledBack: [from: number, to: number][]
}

/** Brings a ledger to the head, once. @throws Problem */
export async function catchUp(urls: readonly string[], deployment: Deployment, ledger: FollowedLedger, patienceMs = 0): Promise<CaughtUp> {
  const found: CaughtUp = { standings: [], disagreements: [], rolledBack: [] }
  const endpoints = openEndpoints({
    urls,
    deployment,
    timeoutMs: 300,
    onStanding: (name, standing) => found.standings.push(`${name} ${standing}`),
    onDisagreement: (name) => found.disagreements.push(name),
  })
  const { signal } = new AbortController()
  const onRollBack = (from: number, to: number) => found.rolledBack.push([from, to])
  try {
    await followChain({ endpoints, deployment, ledger, pollMs: 50, once: { patienceMs }, signal, onRollBack })
  } finally {
    endpoints.close()
  }
  return found
}
