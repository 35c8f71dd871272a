import { expect } from 'chai'
import { keysPerCall, setKeyStatus } from '../../../src/chain/calls/key-calls.ts'
import { createClient } from '../../../src/chain/client.ts'
import { openJournal, type Journal } from '../../../src/chain/journal.ts'
import { readKeyHistory } from '../../../src/chain/reads/key-history.ts'
import { readKeys } from '../../../src/chain/reads/key-list.ts'
import { readLot } from '../../../src/chain/reads/lot.ts'
import { readBlock } from '../../../src/chain/reads/block.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { registryOf, type ChainRegistry } from '../../../src/chain/registry.ts'
import { createSender } from '../../../src/chain/sender.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { keyIds } from './key-ids.ts'
import { deployWorld, type World } from '../../support/world.ts'

describe('registering a list of keys', () => {
  const folder = temporaryFolder()
  let world: World
  let node: FaultyNode
  let registry: ChainRegistry
  let journal: Journal
  let processId: string
  before(async () => {
    world = await deployWorld()
    node = await startFaultyNode(world.chain.url)
    registry = registryOf(createClient({ rpc: node.url, timeoutMs: 3000 }), world.deployment)
    journal = openJournal(folder.file('journal.sqlite'))
    processId = world.processes.secure_element.process_id
  })
  beforeEach(() => {
    node.choose = () => 'pass'
  })
  after(async () => {
    journal.close()
    await node.close()
    await world.close()
    folder.remove()
  })
  const sender = (timeoutMs = 20_000) =>
    createSender({ client: registry.client, signer: world.actors.chip_maker.signer, journal, timeoutMs })

  it('that was interrupted goes on in the lot that it had opened', async () => {
    const list = keyIds('interrupted', 3 * keysPerCall)
    let sent = 0
    node.choose = (method) => (method === 'eth_sendRawTransaction' && ++sent > 1 ? 'drop' : 'pass')
    const problem = await problemOf(registerKeys(registry, [await sender(1000)], { processId, keys: keyListOf(list) }))
    node.choose = () => 'pass'
    const result = await registerKeys(registry, [await sender()], { processId, keys: keyListOf(list) })
    const lot = await readLot(registry, result.lot_id ?? '')

    expect(problem.code).to.equal('transaction_pending')
    expect(result.transactions).to.have.length(3)
    expect(lot?.key_count).to.equal(list.length)
  })

  it('again changes nothing, whoever repeats it', async () => {
    const list = keyIds('again', 700)
    const progress: number[] = []
    const first = await registerKeys(registry, [await sender()], {
      processId,
      keys: keyListOf(list),
      onProgress: (done) => void progress.push(done),
    })
    const second = await registerKeys(registry, [await sender()], { processId, keys: keyListOf(list) })
    const shuffled = await registerKeys(registry, [await sender()], { processId, keys: keyListOf(list.toReversed()) })

    expect(first).to.include({ registered: 700, already_registered: 0 })
    expect(progress).to.deep.equal([500, 700])
    expect(second).to.include({ registered: 0, already_registered: 700, lot_id: first.lot_id })
    expect(shuffled).to.include({ registered: 0, already_registered: 700, lot_id: null })
  })

  it('registers anew what was made void meanwhile, and the history says so', async () => {
    const list = keyIds('void', 3)
    const [key] = list as [`0x${string}`]
    const first = await registerKeys(registry, [await sender()], { processId, keys: keyListOf(list) })
    await world.act('board', setKeyStatus(world.deployment.contracts, 'board', [key], 'void', 'unspecified'))
    const second = await registerKeys(registry, [await sender()], { processId, keys: keyListOf(list) })
    const { block } = await readBlock(registry.client)
    const { events } = await readKeyHistory(registry, key, block)

    expect(second).to.include({ registered: 1, already_registered: 2 })
    expect(events.map(({ event, status, lot_id, by }) => [event, status, lot_id, by])).to.deep.equal([
      ['KeysCreated', 'active', first.lot_id, undefined],
      ['KeyStatusChanged', 'void', undefined, 'motion'],
      ['KeysCreated', 'active', second.lot_id, undefined],
    ])
    for (const { time } of events) expect(time).to.match(/^\d{4}-.*Z$/)
  })

  it('puts a key of another process aside by its name, and registers the others', async () => {
    const list = keyIds('taken', 2)
    await registerKeys(registry, [await sender()], { processId, keys: keyListOf(list) })
    const otherProcess = world.processes.unprotected_memory.process_id
    const oem = await createSender({ client: registry.client, signer: world.actors.oem.signer, journal })
    const free = keyIds('free', 1)
    const result = await registerKeys(registry, [oem], { processId: otherProcess, keys: keyListOf([...free, ...list]) })

    expect(result).to.include({ registered: 1, already_registered: 0, refused_count: 2 })
    expect(result.refused.map(({ key_id, position, code }) => [key_id, position, code])).to.deep.equal(
      list.map((key, index) => [key, index + 1, 'key_taken']),
    )
    expect(result.refused[0]?.detail).to.contain(list[0]).and.contain(`process ${processId}`)
  })

  it('is listed by process and lot', async () => {
    const list = keyIds('listed', 5)
    const { lot_id } = await registerKeys(registry, [await sender()], { processId, keys: keyListOf(list) })
    const { block } = await readBlock(registry.client)
    const found: string[] = []
    for await (const { key_id } of readKeys(registry, { processId, lotId: lot_id ?? '' }, block)) found.push(key_id)

    expect(found).to.deep.equal(list)
  })
})
