import { openIndexReader } from '../../../src/oracle/index/open-index.ts'
import { learn, nothingKnown, type Known } from '../../oracle/index/history/known.ts'
import { logsOf, newKeyPool, startHistory } from '../../oracle/index/history/live.ts'
import { pickBy } from '../../oracle/index/history/pick.ts'
import { expectSame } from '../../oracle/index/history/same-as-chain.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { drawsOf, type Draws } from './draws.ts'
import { keysOnChain } from './key-events.ts'

const [blocks, batches, keysABatch] = [30, 40, 200]
/** Of all keys, those that are compared field by field; that each is there is counted of all. */
const compared = 40

/** A registry in which much happened, of this run's seed, and many keys were registered. */
export async function livelyWorld(): Promise<World> {
  const world = await deployWorld()
  const draws = drawsOf('history')
  const { registrar, programme_manager, regulator } = world.actors
  const board = world.deployment.contracts.OrdinaryTimelock.address
  const staff = { registrar: registrar.account, programme_manager: programme_manager.account, regulator: regulator.account, board }
  const { process_id } = world.processes.secure_element
  for (let batch = 0; batch < batches; batch++) await world.registerKeys('chip_maker', process_id, draws.keyIds(keysABatch))
  const history = startHistory(world.registry, await knownOf(world), pickBy(draws.below(1_000_000)), { staff, keyPool: newKeyPool() })
  for (let done = 0; done < blocks; done++) await history.block()
  return world
}

async function knownOf(world: World): Promise<Known> {
  const known = nothingKnown()
  for (const { entity_id } of world.consortium.entities) known.controllers.set(entity_id, entity_id)
  learn(known, await logsOf(world.registry, 0, Number(await world.client.getBlockNumber({ cacheTime: 0 }))))
  return known
}

/** The index holds every key of the chain once, and says of the records what the contracts say. @throws Error */
export async function requireSameIndex(world: World, file: string, draws: Draws): Promise<void> {
  const index = openIndexReader(file, world.deployment)
  try {
    const onChain = new Set(await keysOnChain(world))
    const held = index.position()?.keys
    if (held !== onChain.size) throw new Error(`the index holds ${held} keys, the chain ${onChain.size}`)
    const known = await knownOf(world)
    const keys = [...known.keys]
    const drawn = new Map(Array.from({ length: compared }, () => draws.of(keys)))
    await expectSame(index, world.registry, { ...known, keys: drawn }, Number(await world.client.getBlockNumber({ cacheTime: 0 })))
  } finally {
    index.close()
  }
}
