import { followChain } from '../../../../src/chain/follow/follow-chain.ts'
import { openEndpoints } from '../../../../src/chain/follow/endpoints.ts'
import type { FollowedLedger } from '../../../../src/chain/follow/window.ts'
import type { World } from '../../../support/world.ts'
import { learn, nothingKnown, type Known } from './known.ts'
import { logsOf } from './live.ts'

export const height = async ({ client }: World): Promise<number> => Number(await client.getBlockNumber({ cacheTime: 0 }))

/** Brings a ledger to the world's newest block. */
export async function follow({ chain, deployment }: World, ledger: FollowedLedger): Promise<void> {
  const endpoints = openEndpoints({ urls: [chain.url], deployment })
  await followChain({ endpoints, deployment, ledger, pollMs: 50, once: { patienceMs: 0 }, signal: new AbortController().signal })
  endpoints.close()
}

/** Everything that there is on the world's chain, or that came up since a block. */
export async function knownOf(world: World, from = 0): Promise<Known> {
  const known = nothingKnown()
  if (from === 0) for (const { entity_id } of world.consortium.entities) known.controllers.set(entity_id, entity_id)
  learn(known, await logsOf(world.registry, from, await height(world)))
  return known
}
