import { expect } from 'chai'
import { keysPerCall } from '../../../src/chain/calls/key-calls.ts'
import { offerLot } from '../../../src/chain/calls/offer-calls.ts'
import { setQuota } from '../../../src/chain/calls/quota-calls.ts'
import { readLot } from '../../../src/chain/reads/lot.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { toTime } from '../../../src/domain/fields.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { problemOf } from '../../support/problem-of.ts'
import { keyIds } from './key-ids.ts'
import { openBench, type Bench } from './writer.ts'

describe('a lot that is offered before its list is whole', () => {
  let bench: Bench
  before(async () => {
    bench = await openBench()
  })
  after(() => bench.close())

  it('keeps what it has; the rest goes into a second one, and a third call sends nothing', async () => {
    const { world, registry, processId } = bench
    const { contracts } = world.deployment
    const { signer, account } = world.actors.chip_maker
    const give = (keys: number) => world.act('registrar', setQuota(contracts, account, { keys, records: 0 }))
    const registration = { processId, keys: keyListOf(keyIds('offered', 10 * keysPerCall)) }
    const sender = await bench.sender(signer, 'offered')

    await give(3 * keysPerCall)
    await problemOf(registerKeys(registry, [sender], registration))
    await world.act('chip_maker', offerLot(contracts, '1', world.actors.oem.account, toTime(Math.floor(Date.now() / 1000) + 86_400)))
    await give(100 * keysPerCall)
    const second = await registerKeys(registry, [sender], registration)
    const third = await registerKeys(registry, [sender], registration)

    expect(second).to.include({ registered: 7 * keysPerCall, already_registered: 3 * keysPerCall, lot_id: '2' })
    expect(third).to.include({ registered: 0, already_registered: 10 * keysPerCall, lot_id: '2' })
    expect((await readLot(registry, '1'))?.key_count).to.equal(3 * keysPerCall)
    expect((await readLot(registry, '2'))?.key_count).to.equal(7 * keysPerCall)
  })
})
