import { setImmediate as breathe } from 'node:timers/promises'
import type { IndexReader } from '../../../src/oracle/index/index-reader.ts'
import { openIndex, openIndexReader, type Index } from '../../../src/oracle/index/open-index.ts'
import { tell } from '../../support/tell.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { follow, height, knownOf } from './history/follow.ts'
import { logsOf, newKeyPool, startHistory } from './history/live.ts'
import { pickBy, type Choice } from './history/pick.ts'
import { expectSame } from './history/same-as-chain.ts'

/** DERKEY_TEST_SEED runs one history again, or others. */
const seed = Number(process.env['DERKEY_TEST_SEED'] ?? 20_261_121)
const blocks = Number(process.env['DERKEY_TEST_BLOCKS'] ?? 30)
const keyPool = newKeyPool()

for (const laidOut of [false, true]) {
  const where = laidOut ? 'that lies in block 0' : 'that came by transactions'
  describe(`the index of a registry ${where}, by the history of seed ${seed}`, () => {
    const folder = temporaryFolder()
    const pick = pickBy(seed + Number(laidOut))
    let world: World
    let index: Index
    /** Of another process: what it has in memory, it has to notice itself when it holds no more. */
    let reader: IndexReader | undefined
    /** The block in which everything is in place. */
    let first: number
    before(async () => {
      world = await deployWorld({ laidOut })
      first = await height(world)
      index = openIndex(folder.file('index.sqlite'), world.deployment)
    })
    after(async () => {
      reader?.close()
      index.close()
      await world.close()
      folder.remove()
    })

    it('says what the contracts say, at the newest block and at blocks before, also where a chain was rolled back', async () => {
      await goOn(world, pick, blocks)
      await follow(world, index)
      reader = openIndexReader(folder.file('index.sqlite'), world.deployment)
      const middle = await height(world)
      await compare(world, reader, pick, first)

      const snapshot = await tell(world.client, 'evm_snapshot')
      await goOn(world, pick, blocks / 3)
      await follow(world, index)
      await compare(world, reader, pick, first)

      await tell(world.client, 'evm_revert', snapshot)
      await goOn(world, pick, blocks / 2)
      await follow(world, index)
      await compare(world, reader, pick, middle)
    })
  })
}

/** Makes so many blocks more. */
async function goOn(world: World, pick: Choice, count: number): Promise<void> {
  const { registrar, programme_manager, regulator } = world.actors
  const staff = {
    registrar: registrar.account,
    programme_manager: programme_manager.account,
    regulator: regulator.account,
    board: world.deployment.contracts.OrdinaryTimelock.address,
  }
  const history = startHistory(world.registry, await knownOf(world), pick, { staff, keyPool })
  for (let done = 0; done < count; done++) await history.block()
}

/** At the newest block, at `from`, and at two blocks since that had events. */
async function compare(world: World, index: IndexReader, pick: Choice, from: number): Promise<void> {
  const known = await knownOf(world)
  const head = await height(world)
  await expectSame(index, world.registry, known, head)
  const withEvents = new Set((await logsOf(world.registry, from, head)).map(({ blockNumber }) => Number(blockNumber)))
  for (const block of [from, ...pick.some(withEvents, 2)]) {
    await breathe()
    await expectSame(index, world.registry, known, block, block)
  }
}
