import { expect } from 'chai'
import { keysPerCall, setKeyStatus } from '../../../src/chain/calls/key-calls.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import type { RefusedKey } from '../../../src/chain/register/registration.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { problemOf } from '../../support/problem-of.ts'
import { keyIds } from './key-ids.ts'
import { openBench, type Bench } from './writer.ts'

describe('keys that the registry does not take', () => {
  let bench: Bench
  before(async () => {
    bench = await openBench()
  })
  after(() => bench.close())
  const transactions = () => bench.world.client.getTransactionCount({ address: bench.world.actors.oem.account })
  const oem = () => bench.sender(bench.world.actors.oem.signer, 'oem')
  const others = () => bench.world.processes.unprotected_memory.process_id

  it('are put aside, wherever they stand, and all others are registered in one lot', async () => {
    const taken = keyIds('taken', 3)
    await bench.world.registerKeys('chip_maker', bench.processId, taken)
    const list = keyIds('good', 3 * keysPerCall - 3)
    const places = [0, keysPerCall + 7, 3 * keysPerCall - 1]
    for (const [index, place] of places.entries()) list.splice(place, 0, taken[index]!)
    const told: RefusedKey[] = []
    const batches: number[][] = []
    const registration = {
      processId: others(),
      keys: keyListOf(list),
      onRefused: (key: RefusedKey) => void told.push(key),
      onBatch: ({ positions }: { positions: readonly number[] }) => void batches.push([...positions]),
    }
    const first = await registerKeys(bench.registry, [await oem()], registration)
    const sent = await transactions()
    const second = await registerKeys(bench.registry, [await oem()], registration)

    expect(first).to.include({ registered: list.length - 3, already_registered: 0, refused_count: 3 })
    expect(told.slice(0, 3).map(({ position, code }) => [position, code])).to.have.deep.members(places.map((place) => [place, 'key_taken']))
    const good = list.flatMap((_, position) => (places.includes(position) ? [] : [position]))
    expect(batches.flat().slice(0, good.length)).to.have.members(good)
    expect(second).to.include({ registered: 0, already_registered: list.length - 3, refused_count: 3, lot_id: first.lot_id })
    expect(await transactions()).to.equal(sent)
  })

  it('cost one look at each batch and no transaction, where they are a whole list', async () => {
    const taken = keyIds('all taken', 2 * keysPerCall)
    for (const start of [0, keysPerCall]) {
      await bench.world.registerKeys('chip_maker', bench.processId, taken.slice(start, start + keysPerCall))
    }
    const before = await transactions()
    const result = await registerKeys(bench.registry, [await oem()], { processId: others(), keys: keyListOf(taken) })

    expect(result).to.include({ registered: 0, refused_count: taken.length, lot_id: null })
    expect(await transactions()).to.equal(before)
  })

  it('without a name are found by halves', async () => {
    const list = keyIds('halves', 40)
    list[17] = `0x${'00'.repeat(32)}`
    const result = await registerKeys(bench.registry, [await oem()], { processId: others(), keys: keyListOf(list) })

    expect(result).to.include({ registered: 39, refused_count: 1 })
    expect(result.refused).to.have.nested.property('[0].position', 17)
    expect(result.refused).to.have.nested.property('[0].code', 'key_id_zero')
  })

  it('are registered by a second call when their other entry was made void', async () => {
    const [taken, free] = keyIds('freed', 2) as [`0x${string}`, `0x${string}`]
    await bench.world.registerKeys('chip_maker', bench.processId, [taken])
    const registration = { processId: others(), keys: keyListOf([free, taken]) }
    const first = await registerKeys(bench.registry, [await oem()], registration)
    await bench.world.act('board', setKeyStatus(bench.world.deployment.contracts, 'board', [taken], 'void', 'unspecified'))
    const second = await registerKeys(bench.registry, [await oem()], registration)

    expect(first).to.include({ registered: 1, refused_count: 1 })
    expect(second).to.include({ registered: 1, already_registered: 1, refused_count: 0 })
  })

  it('are none where the fault is of the whole list: it is said before anything is signed', async () => {
    const before = await transactions()
    const keys = keyListOf(keyIds('nobody', 3))
    const strange = await problemOf(registerKeys(bench.registry, [await oem()], { processId: '99', keys }))
    const foreign = await problemOf(registerKeys(bench.registry, [await oem()], { processId: bench.processId, lotId: '1', keys }))

    expect(strange.code).to.equal('process_unknown')
    expect(foreign.code).to.equal('not_granted')
    expect(await transactions()).to.equal(before)
  })
})
