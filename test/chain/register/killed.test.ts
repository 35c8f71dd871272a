import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keysPerCall } from '../../../src/chain/calls/key-calls.ts'
import { readBlock } from '../../../src/chain/reads/block.ts'
import { readKeys } from '../../../src/chain/reads/key-list.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import type { RegisteredBatch } from '../../../src/chain/register/registration.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { keyIds } from './key-ids.ts'
import { openBench, type Bench } from './writer.ts'

const batches = 5

describe('a registration that is killed', () => {
  let bench: Bench
  before(async () => {
    bench = await openBench()
  })
  after(() => bench.close())

  /** Kills the child at the `nth` request of a method, before or after the node has it; then registers the same list to the end, twice. */
  async function killAndStartAgain(name: string, method: string, nth: number, forward: boolean) {
    const { world, node, registry, processId, file } = bench
    const { privateKey, signer, account } = world.actors.chip_maker
    writeFileSync(file('key'), privateKey, { mode: 0o600 })
    const count = batches * keysPerCall - 10
    let seen = 0
    node.choose = async (asked, request) => {
      if (asked !== method || ++seen < nth) return 'pass'
      if (forward) await world.client.request({ method: asked, params: request.params } as never)
      child.kill('SIGKILL')
      return 'hang'
    }
    const script = join(import.meta.dirname, 'register-many.ts')
    const args = [node.url, file(name), file('key'), world.deploymentFile, processId, name, String(count)]
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' })
    await once(child, 'exit')
    expect(child.signalCode).to.equal('SIGKILL')

    node.choose = () => 'pass'
    const sender = await bench.sender(signer, name)
    const keys = keyListOf(keyIds(name, count))
    const told: RegisteredBatch[] = []
    const result = await registerKeys(registry, [sender], { processId, keys, onBatch: (batch) => void told.push(batch) })
    const transactions = await world.client.getTransactionCount({ address: account })
    const again = await registerKeys(registry, [sender], { processId, keys })
    const { block } = await readBlock(world.client)
    const found: string[] = []
    for await (const { key_id, lot_id } of readKeys(registry, { processId }, block)) if (lot_id === result.lot_id) found.push(key_id)

    expect(found).to.have.length(count)
    expect(new Set(found)).to.deep.equal(new Set(keys.slice(0, count)))
    expect(told.flatMap(({ key_ids }) => key_ids)).to.have.members(keys.slice(0, count))
    expect(told.reduce((sum, { registered }) => sum + registered, 0)).to.equal(count)
    expect(again).to.include({ registered: 0, already_registered: count, lot_id: result.lot_id })
    expect(await world.client.getTransactionCount({ address: account })).to.equal(transactions)
  }

  for (const [when, method, nth, forward] of [
    ['before the node has the transaction that opens the lot', 'eth_sendRawTransaction', 1, false],
    ['when it has it, and nobody knows the lot', 'eth_sendRawTransaction', 1, true],
    ['in the middle, before the node has a transaction', 'eth_sendRawTransaction', 3, false],
    ['before it hears what became of one', 'eth_getTransactionReceipt', 3, true],
  ] as const) {
    it(`${when}, registers exactly the rest when it is started again, in the same lot`, () => killAndStartAgain(when, method, nth, forward))
  }
})
