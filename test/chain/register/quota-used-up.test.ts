import { expect } from 'chai'
import { keysPerCall } from '../../../src/chain/calls/key-calls.ts'
import { setQuota } from '../../../src/chain/calls/quota-calls.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { createSender } from '../../../src/chain/sender.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { holdReceipts } from '../../support/hold-receipts.ts'
import { problemOf } from '../../support/problem-of.ts'
import { keyIds } from './key-ids.ts'
import { openBench, type Bench } from './writer.ts'

describe('a quota that is used up in the middle of a list', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await openBench()
  })
  afterEach(() => bench.close())

  /** From now on the chip maker may register so many keys a day. */
  const give = ({ world }: Bench, keys: number) =>
    world.act('registrar', setQuota(world.deployment.contracts, world.actors.chip_maker.account, { keys, records: 0 }))

  it('ends the call, and a second one goes on as soon as there is a larger one, whatever was under way', async () => {
    const { world, registry, processId } = bench
    const { signer, account } = world.actors.chip_maker
    const registration = { processId, keys: keyListOf(keyIds('quota', 20 * keysPerCall)) }
    const sender = await bench.sender(signer, 'quota')

    await give(bench, 3 * keysPerCall)
    expect((await problemOf(registerKeys(registry, [sender], registration))).code).to.equal('quota_exceeded')
    expect(sender.journal.pending(sender.chain, account)).to.have.length.above(0)
    await give(bench, 100 * keysPerCall)
    const { registered, already_registered, lot_id } = await registerKeys(registry, [sender], registration)

    expect([registered, already_registered, lot_id]).to.deep.equal([17 * keysPerCall, 3 * keysPerCall, '1'])
  })

  it('ends no later call for what another one, beside it, has sent again already', async () => {
    const { world, registry, node, processId } = bench
    const { signer } = world.actors.chip_maker
    const registration = { processId, keys: keyListOf(keyIds('beside', 5 * keysPerCall)) }
    const sender = await bench.sender(signer, 'beside')
    await give(bench, 2 * keysPerCall)
    expect((await problemOf(registerKeys(registry, [sender], registration))).code).to.equal('quota_exceeded')
    await give(bench, 100 * keysPerCall)

    const receipts = holdReceipts(node)
    const held = registerKeys(registry, [sender], registration)
    await receipts.asked
    const journal = openJournal(bench.file('beside'))
    const beside = await createSender({ client: world.client, signer, journal })
    const first = await registerKeys(world.registry, [beside], registration)
    journal.close()
    receipts.release()
    const second = await held

    expect(first.registered).to.equal(3 * keysPerCall)
    expect(second.refused_count).to.equal(0)
    expect(second.registered + second.already_registered).to.equal(5 * keysPerCall)
  })
})
