import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { createKeys } from '../../src/chain/calls/key-calls.ts'
import { nameLineAccount } from '../../src/chain/calls/process-calls.ts'
import { acceptOffer, offerKeys } from '../../src/chain/calls/offer-calls.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import { toSeconds, toTime, type Hex } from '../../src/domain/fields.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

const keyId = (name: string): Hex => `0x${createHash('sha256').update(name).digest('hex')}`
type Changed = { found: number; key_ids: string[]; passed_over: Record<string, number> }

describe('derkey, on everything that one account registered', () => {
  let world: World
  let times: [string, string]
  const { as, run, document, refusal } = commandLineOf(() => world)
  before(async () => {
    world = await deployWorld()
    const { act, deployment, processes, actors } = world
    const { process_id } = processes.secure_element
    const timeOf = async (block: number) => (await readBlock(world.client, block)).time
    // the account that stands for the production line; no entity is behind it
    await act('chip_maker', nameLineAccount(deployment.contracts, process_id, actors.intruder.account))
    const register = async (names: string[], lot?: string) =>
      act('intruder', createKeys(deployment.contracts, process_id, lot, names.map(keyId)))
    const { lot_id } = await register(['before'])
    await world.client.request({ method: 'evm_increaseTime', params: [60] } as never)
    const first = await register(['sold', 'line-1', 'line-2'], lot_id)
    const last = await register(['line-3'], lot_id)
    await world.registerKeys('chip_maker', process_id, [keyId('other account')])
    await world.client.request({ method: 'evm_increaseTime', params: [60] } as never)
    await register(['after'])

    const { offer_id = '' } = await act(
      'chip_maker',
      offerKeys(deployment.contracts, [keyId('sold')], actors.oem.account, soon(await timeOf(last.block))),
    )
    await act('oem', acceptOffer(deployment.contracts, { offer_id, lot_id: null, key_ids: [keyId('sold')] }))
    times = [await timeOf(first.block), await timeOf(last.block)]
  })
  after(() => world.close())

  const soon = (time: string) => toTime(toSeconds(time) + 86_400)
  const which = () => ['--registered-by', world.actors.intruder.account, '--from', times[0], '--until', times[1]]

  it('lists them, says how many it found, suspends what is the owner’s, and passes over the rest with the cause', async () => {
    const listed = document<{ key_id: string; account: string }[]>(await run('key', 'list', ...which()))
    expect(listed.map(({ key_id }) => key_id)).to.have.members(['sold', 'line-1', 'line-2', 'line-3'].map(keyId))

    const suspended = await as('chip_maker', 'key', 'suspend', ...which(), '--reason', 'keyCompromise')
    const changed = document<Changed>(suspended)
    expect(suspended.stderr).to.contain('4 keys registered by')
    expect(changed).to.deep.include({ found: 4, passed_over: { other_owner: 1 } })
    expect(changed.key_ids).to.have.members(['line-1', 'line-2', 'line-3'].map(keyId))
  })

  it('lets the owner of the process report what others own by now', async () => {
    const changed = document<Changed>(await as('chip_maker', 'key', 'report', ...which(), '--reason', 'keyCompromise'))

    expect(changed).to.deep.include({ found: 4, key_ids: [keyId('sold')], passed_over: { own: 3 } })
  })

  it('changes nothing when it is run again, and goes on where some were done', async () => {
    const again = document<Changed>(await as('chip_maker', 'key', 'suspend', ...which()))
    expect(again).to.deep.include({ key_ids: [], passed_over: { done: 3, other_owner: 1 } })

    document(await as('chip_maker', 'key', 'reinstate', keyId('line-2')))
    const rest = document<Changed>(await as('chip_maker', 'key', 'revoke', ...which(), '--reason', 'keyCompromise'))
    expect(rest.key_ids).to.have.length(3)
    expect((await readKeyInfo(world.registry, keyId('line-2')))?.effective_status).to.equal('revoked')
    expect((await readKeyInfo(world.registry, keyId('before')))?.effective_status).to.equal('active')
    expect((await readKeyInfo(world.registry, keyId('after')))?.effective_status).to.equal('active')
  })

  it('wants one way to name keys, and both times', async () => {
    expect(refusal(await as('chip_maker', 'key', 'suspend'))).to.include({ code: 'invalid_input' })
    expect(refusal(await as('chip_maker', 'key', 'suspend', keyId('line-1'), '--lot', '1'))).to.include({ code: 'invalid_input' })
    const without = await as('chip_maker', 'key', 'suspend', ...which().slice(0, 4))
    expect(refusal(without)).to.include({ code: 'invalid_input', field: 'registered-by' })
  })
})
