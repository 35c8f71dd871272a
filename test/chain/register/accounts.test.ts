import { expect } from 'chai'
import { generatePrivateKey } from 'viem/accounts'
import { keysPerCall } from '../../../src/chain/calls/key-calls.ts'
import { nameLineAccount } from '../../../src/chain/calls/process-calls.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { readLot } from '../../../src/chain/reads/lot.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import type { Fault } from '../../support/faulty-node.ts'
import { problemOf } from '../../support/problem-of.ts'
import { keyIds } from './key-ids.ts'
import { openBench, type Bench } from './writer.ts'

describe('accounts that register side by side', () => {
  let bench: Bench
  before(async () => {
    bench = await openBench()
  })
  beforeEach(() => {
    bench.node.choose = () => 'pass'
  })
  after(() => bench.close())

  /** The chip maker's account, and two that it named for its line. */
  const threeSigners = async () => {
    const { world, processId } = bench
    const lines = [signerOf(generatePrivateKey()), signerOf(generatePrivateKey())] as const
    for (const { address } of lines) await world.act('chip_maker', nameLineAccount(world.deployment.contracts, processId, address))
    return [world.actors.chip_maker.signer, ...lines] as const
  }
  const count = (address: `0x${string}`) => bench.world.client.getTransactionCount({ address })
  const tell = (method: string, ...params: unknown[]) => bench.world.client.request({ method, params } as never)

  it('fill one lot, each with transactions of its own', async () => {
    const signers = await threeSigners()
    const before = await Promise.all(signers.map(({ address }) => count(address)))
    const [first, second, third] = await Promise.all(signers.map((signer) => bench.sender(signer, 'three')))
    const keys = keyListOf(keyIds('three', 9 * keysPerCall + 1))
    const result = await registerKeys(bench.registry, [first!, second!, third!], { processId: bench.processId, keys })
    const after = await Promise.all(signers.map(({ address }) => count(address)))
    const lot = await readLot(bench.registry, result.lot_id ?? '')
    const again = await registerKeys(bench.registry, [second!], { processId: bench.processId, keys })

    const sent = after.map((number, index) => number - before[index]!)
    expect(result).to.include({ registered: keys.count, refused_count: 0 })
    expect(result.transactions).to.have.length(10)
    expect(lot?.key_count).to.equal(keys.count)
    for (const each of sent) expect(each).to.be.greaterThan(0)
    expect(sent.reduce((a, b) => a + b)).to.equal(10)
    expect(again).to.include({ registered: 0, already_registered: keys.count, lot_id: result.lot_id })
  })

  it('have no more under way than they are allowed', async () => {
    const [signer] = await threeSigners()
    const sender = await bench.sender(signer, 'few')
    await tell('evm_setAutomine', false)
    let [sent, mined, most] = [0, 0, 0]
    bench.node.choose = (method) => {
      if (method === 'eth_sendRawTransaction') most = Math.max(most, ++sent - mined)
      return 'pass'
    }
    const keys = keyListOf(keyIds('few', 12 * keysPerCall))

    const state = { done: false }
    const registering = registerKeys(bench.registry, [sender], { processId: bench.processId, keys, underWay: 3 }).finally(
      () => (state.done = true),
    )
    while (!state.done) {
      const before = sent
      await tell('evm_mine')
      mined = before
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await tell('evm_setAutomine', true)

    expect(await registering).to.include({ registered: keys.count })
    expect(most).to.equal(3)
  })

  it('go on slowly with a pool that is full', async () => {
    const [signer] = await threeSigners()
    const sender = await bench.sender(signer, 'full')
    let offered = 0
    const full = '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"Transaction pool is full"}}'
    bench.node.choose = (method): Fault => (method === 'eth_sendRawTransaction' && ++offered % 3 === 0 ? { answer: full } : 'pass')
    const keys = keyListOf(keyIds('full', 6 * keysPerCall))
    const result = await registerKeys(bench.registry, [sender], { processId: bench.processId, keys })

    expect(result).to.include({ registered: keys.count, refused_count: 0 })
    expect((await readLot(bench.registry, result.lot_id ?? ''))?.key_count).to.equal(keys.count)
  })

  it('must be given again while one of them has a transaction under way; then none is lost or made twice', async () => {
    const signers = await threeSigners()
    const keys = keyListOf(keyIds('given again', 6 * keysPerCall))
    const senders = async (timeoutMs?: number) => {
      const [first, second, third] = await Promise.all(signers.map((signer) => bench.sender(signer, 'again', timeoutMs)))
      return [first!, second!, third!] as const
    }
    let offered = 0
    bench.node.choose = (method) => (method === 'eth_sendRawTransaction' && ++offered > 2 ? 'drop' : 'pass')
    const cut = await problemOf(registerKeys(bench.registry, await senders(500), { processId: bench.processId, keys }))
    bench.node.choose = () => 'pass'
    const [first] = await senders()
    const alone = await problemOf(registerKeys(bench.registry, [first], { processId: bench.processId, keys }))
    const result = await registerKeys(bench.registry, await senders(), { processId: bench.processId, keys })

    expect(cut.code).to.equal('transaction_pending')
    expect(alone.code).to.equal('keystore_missing')
    expect(result.transactions).to.have.length(6)
    expect((await readLot(bench.registry, result.lot_id ?? ''))?.key_count).to.equal(keys.count)
  })
})
