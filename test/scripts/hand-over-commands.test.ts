import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { setRole } from '../../src/chain/calls/entity-calls.ts'
import { createKeys, setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { offerKeys } from '../../src/chain/calls/offer-calls.ts'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import { readLot } from '../../src/chain/reads/lot.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { KeyInfo, OfferRecord } from '../../src/domain/records.ts'
import type { DerkeyRun } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'
import { commandLineOf } from './command-line.ts'

const keyId = (name: string): Hex => `0x${createHash('sha256').update(name).digest('hex')}`
type Offered = { offer_ids: string[]; accepted_in_advance: boolean }

describe('derkey: keys and lots that change hands', () => {
  const folder = temporaryFolder()
  let world: World
  const { run, as, document, refusal } = commandLineOf(() => world)
  let ids: Record<'chip_maker' | 'oem' | 'utility', string>
  before(async () => {
    world = await deployWorld()
    const { chip_maker, oem, utility } = world.actors
    ids = { chip_maker: chip_maker.account, oem: oem.account, utility: utility.account }
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  const made = async (...names: string[]) => {
    const lot_id = await world.registerKeys('chip_maker', world.processes.secure_element.process_id, names.map(keyId))
    return { lot_id, keys: names.map(keyId) }
  }
  const infoOf = async (key: Hex) => (await readKeyInfo(world.registry, key)) as KeyInfo
  const lotOf = (id: string) => readLot(world.registry, id)

  it('offers a list of keys, shows the offer, and hands them over when it is accepted', async () => {
    const { keys } = await made('list-1', 'list-2')
    writeFileSync(folder.file('keys.csv'), ['key_id', ...keys].join('\n'))
    const { offer_ids } = document<Offered>(await as('chip_maker', 'key', 'offer', folder.file('keys.csv'), '--to', ids.oem))
    const [offer_id = ''] = offer_ids

    expect(document<OfferRecord>(await run('offer', 'show', offer_id))).to.deep.include({ state: 'open', key_count: 2, key_ids: keys })
    expect(document<OfferRecord[]>(await run('offer', 'list', '--to', ids.oem, '--open'))).to.have.length(1)
    expect((await infoOf(keys[0] as Hex)).key).to.include({ owner_id: ids.chip_maker, is_offered: true })
    document(await as('oem', 'offer', 'accept', offer_id))
    expect((await infoOf(keys[1] as Hex)).key).to.include({ owner_id: ids.oem, is_offered: false, follows_lot: false })
    expect(document<OfferRecord[]>(await run('offer', 'list', '--open'))).to.deep.equal([])
  })

  it('hands a lot over in one record, and tells how many keys had gone their own way', async () => {
    const { lot_id, keys } = await made('lot-1', 'lot-2', 'lot-3')
    const single = document<Offered>(await as('chip_maker', 'key', 'offer', keys[0] as Hex, '--to', ids.utility))
    document(await as('utility', 'offer', 'accept', single.offer_ids[0] as string))
    const { offer_id } = document<{ offer_id: string }>(await as('chip_maker', 'lot', 'offer', lot_id, '--to', ids.oem))
    const accepted = document<{ offers: object[] }>(await as('oem', 'offer', 'accept', offer_id))

    expect(accepted.offers[0]).to.include({ lot_id, moved: 2, others: 1 })
    expect(await lotOf(lot_id)).to.include({ owner_id: ids.oem, follower_count: 2, key_count: 3, takes_keys: false })
    expect((await infoOf(keys[0] as Hex)).key.owner_id).to.equal(ids.utility)
    expect((await infoOf(keys[1] as Hex)).key.owner_id).to.equal(ids.oem)
  })

  it('hands over at once where the receiver accepts in advance, until it does no longer', async () => {
    const { lot_id, keys } = await made('advance-1', 'advance-2')
    document(await as('oem', 'offer', 'accept-from', ids.chip_maker))
    expect(document(await run('offer', 'accepted-from', ids.oem))).to.have.length(1)
    const list = document<Offered>(await as('chip_maker', 'key', 'offer', keys[0] as Hex, '--to', ids.oem))
    const whole = document(await as('chip_maker', 'lot', 'offer', lot_id, '--to', ids.oem))
    document(await as('oem', 'offer', 'accept-from', ids.chip_maker, '--stop'))

    expect(list).to.deep.include({ accepted_in_advance: true, offer_ids: [] })
    expect(whole).to.include({ accepted_in_advance: true, moved: 1, others: 1 })
    expect((await lotOf(lot_id))?.owner_id).to.equal(ids.oem)
  })

  it('makes an offer for each 500 keys, and goes on where an interrupted call stopped', async () => {
    const keys = Array.from({ length: 501 }, (_, index) => keyId(`many-${index}`))
    const { contracts } = world.deployment
    for (const part of [keys.slice(0, 500), keys.slice(500)]) {
      await world.act('chip_maker', createKeys(contracts, world.processes.secure_element.process_id, undefined, part))
    }
    writeFileSync(folder.file('many.csv'), ['key_id', ...keys].join('\n'))
    const first = await world.act('chip_maker', offerKeys(contracts, keys.slice(0, 500), ids.oem, '2027-01-01T00:00:00Z'))
    const offered = document<Offered>(await as('chip_maker', 'key', 'offer', folder.file('many.csv'), '--to', ids.oem))

    expect(offered.offer_ids).to.have.length(2)
    expect(offered.offer_ids[0]).to.equal(first.offer_id)
    document(await as('oem', 'offer', 'accept', ...offered.offer_ids))
    expect((await infoOf(keys[500] as Hex)).key.owner_id).to.equal(ids.oem)
  })

  it('names what cannot be offered or accepted, and changes nothing', async () => {
    const { lot_id, keys } = await made('fault-1', 'fault-2')
    const [first = '0x', second = '0x'] = keys
    const { offer_ids } = document<Offered>(await as('chip_maker', 'key', 'offer', first, '--to', ids.oem))
    const [offer_id = ''] = offer_ids
    const faults: [Promise<DerkeyRun>, string][] = [
      [as('chip_maker', 'key', 'offer', first, second, '--to', ids.oem), 'key_offered'],
      [as('oem', 'lot', 'offer', lot_id, '--to', ids.utility), 'not_lot_owner'],
      [as('utility', 'offer', 'accept', offer_id), 'offer_not_receiver'],
      [run('offer', 'show', '999'), 'offer_unknown'],
    ]
    for (const [answer, code] of faults) expect(refusal(await answer)).to.include({ code })
    await world.act('chip_maker', setKeyStatus(world.deployment.contracts, 'owner', [first], 'revoked', 'keyCompromise'))
    expect(refusal(await as('oem', 'offer', 'accept', offer_id))).to.include({ code: 'status_final' })
    document(await as('chip_maker', 'offer', 'withdraw', offer_id))
    expect(refusal(await as('oem', 'offer', 'accept', offer_id))).to.include({ code: 'offer_closed' })
    expect((await infoOf(second)).key).to.include({ owner_id: ids.chip_maker, is_offered: false })
  })

  it('installs, takes back and replaces, and names who may', async () => {
    const { keys } = await made('roof-1', 'roof-2')
    const [first = '0x', second = '0x'] = keys
    document(await as('chip_maker', 'key', 'install', first))
    expect((await infoOf(first)).key.installed_at).to.not.equal(null)
    document(await as('chip_maker', 'key', 'replace', first, '--by', second))
    expect((await infoOf(first)).key.installed_at).to.equal(null)
    document(await as('chip_maker', 'key', 'return', second, '--way', 'resale'))
    expect((await infoOf(second)).key.installed_at).to.equal(null)

    await world.act('registrar', setRole(world.deployment.contracts, ids.utility, ['utility', 'installer']))
    document(await as('chip_maker', 'key', 'installer', 'name', ids.utility))
    expect(document<{ entity_id: string }[]>(await run('key', 'installer', 'list', ids.chip_maker))[0]?.entity_id).to.equal(ids.utility)
    document(await as('utility', 'key', 'install', first))
    document(await as('chip_maker', 'key', 'installer', 'withdraw', ids.utility))
    expect(refusal(await as('utility', 'key', 'return', first, '--way', 'return'))).to.include({ code: 'not_installer' })
  })

  it('sets states of lots: for the keys that follow them, or, by a supervisor, for all', async () => {
    const { lot_id } = await made('state-1')
    document(await as('chip_maker', 'lot', 'suspend', lot_id, '--reason', 'certificateHold'))
    expect(await lotOf(lot_id)).to.include({ owner_state: 'suspended', owner_state_reason: 'certificateHold', state: 'active' })
    document(await as('regulator', 'key', 'suspend', '--lot', lot_id))
    expect(await lotOf(lot_id)).to.include({ state: 'suspended', state_by: 'regulator' })
    expect(refusal(await as('chip_maker', 'lot', 'report', lot_id))).to.include({ code: 'lot_own' })
    const reinstated = document(await as('chip_maker', 'lot', 'reinstate', lot_id))
    expect(reinstated, 'its supervisor has not').to.include({
      by: 'owner',
      owner_state: 'active',
      state: 'suspended',
      state_by: 'regulator',
    })
    document(await as('chip_maker', 'key', 'retire', '--lot', lot_id))
    expect(await lotOf(lot_id)).to.include({ owner_state: 'eol' })
  })

  it('tells why a key did not change', async () => {
    const { keys } = await made('kept-1')
    document(await as('chip_maker', 'key', 'suspend', keys[0] as Hex, '--reason', 'keyCompromise'))
    const again = document<{ unchanged: number; kept: object[] }>(await as('chip_maker', 'key', 'suspend', keys[0] as Hex))

    expect(again.unchanged).to.equal(1)
    expect(again.kept[0]).to.include({ status: 'suspended', status_by: 'owner', status_reason: 'keyCompromise' })
  })
})
