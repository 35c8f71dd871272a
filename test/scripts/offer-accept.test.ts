import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import type { Hex } from '../../src/domain/fields.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

describe('derkey offer accept, and lot list', () => {
  let world: World
  const { run, as, document, refusal } = commandLineOf(() => world)
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const offered = async () => {
    const key: Hex = `0x${randomBytes(32).toString('hex')}`
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [key])
    const offer = await as('chip_maker', 'key', 'offer', key, '--to', world.actors.oem.account)
    return document<{ offer_ids: string[] }>(offer).offer_ids[0] as string
  }
  const stateOf = async (id: string) => document<{ state: string }>(await run('offer', 'show', id)).state

  it('accepts each once, and none where one is unknown', async () => {
    const [one, two] = [await offered(), await offered()]
    expect(refusal(await as('oem', 'offer', 'accept', one, '999'))).to.include({ code: 'offer_unknown' })
    expect(await stateOf(one)).to.equal('open')
    expect(document<{ offers: object[] }>(await as('oem', 'offer', 'accept', one, two, one)).offers).to.have.length(2)
  })

  it('tells what was accepted before one was refused', async () => {
    const [one, two] = [await offered(), await offered()]
    document(await as('chip_maker', 'offer', 'withdraw', two))
    const run = await as('oem', 'offer', 'accept', one, two)
    expect(refusal(run)).to.include({ code: 'offer_closed' })
    expect(run.stderr).to.contain(`accepted before: offer ${one}`)
    expect(await stateOf(one)).to.equal('accepted')
  })

  it('lists no lots of what is no process and no entity', async () => {
    expect(refusal(await run('lot', 'list', '--process', 'abc'))).to.include({ code: 'invalid_input', field: 'process' })
    expect(refusal(await run('lot', 'list', '--owner', 'oem'))).to.include({ code: 'invalid_input', field: 'owner' })
  })
})
