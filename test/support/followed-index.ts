import { openEndpoints } from '../../src/chain/follow/endpoints.ts'
import { followChain } from '../../src/chain/follow/follow-chain.ts'
import { openIndex } from '../../src/oracle/index/open-index.ts'
import type { World } from './world.ts'

export type FollowedIndex = { readonly file: string; stop(): Promise<void> }

/** Keeps the index of a world's chain in a file, until it is stopped; ready when it was at the head once. */
export async function followIndex(file: string, { deployment, chain }: World, rpc: string = chain.url): Promise<FollowedIndex> {
  const ledger = openIndex(file, deployment)
  const endpoints = openEndpoints({ urls: [rpc], deployment })
  const stopping = new AbortController()
  const shared = { endpoints, deployment, ledger, pollMs: 20, signal: stopping.signal }
  await followChain({ ...shared, once: { patienceMs: 10_000 } })
  const following = followChain(shared)
  return {
    file,
    stop: async () => {
      stopping.abort()
      await following
      endpoints.close()
      ledger.close()
    },
  }
}
