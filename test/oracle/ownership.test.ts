import { sign, randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { toTime } from '../../src/domain/fields.ts'
import type { KeyHistory } from '../../src/domain/key-history.ts'
import type { KeyInfo, KeyRecord, LotRecord, OfferRecord } from '../../src/domain/records.ts'
import type { Remedy } from '../../src/domain/remedy.ts'
import { rotationStatement } from '../../src/domain/rotation.ts'
import { newRotatingKey } from '../support/rotating-key.ts'
import { startOracleWorld, type OracleWorld } from './oracle-world.ts'

type Changed = { code?: string; key: KeyRecord; lot: LotRecord; offer: OfferRecord; offers: OfferRecord[]; moved: number; others: number }

describe('keys that change hands, over REST', () => {
  let there: OracleWorld
  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
  })
  after(() => there.close())

  const entity = (name: 'chip_maker' | 'oem' | 'utility') => there.world.actors[name].account
  const write: <T = Changed>(...args: Parameters<OracleWorld['write']>) => Promise<{ status: number; body: T }> = (...args) =>
    there.write(...args)
  const done = async (...args: Parameters<OracleWorld['write']>) => {
    const { status, body } = await write(...args)
    expect(status, JSON.stringify(body)).to.equal(201)
    return body
  }
  const refused = async (...args: Parameters<OracleWorld['write']>) => (await write(...args)).body.code
  const made = async (count = 1) => {
    const key_ids = Array.from({ length: count }, () => `0x${randomBytes(32).toString('hex')}`)
    const { process_id } = there.world.processes.secure_element
    const { body } = await there.write<{ lot_id: string }>('chip_maker', 'POST', '/v1/keys', { process_id, key_ids })
    return { key_ids, key: `/v1/keys/${key_ids[0]}`, lot: `/v1/lots/${body.lot_id}`, lot_id: body.lot_id }
  }

  it('offers a key, and hands it over to the one that it names, by the same call', async () => {
    const { key, key_ids } = await made()
    const offered = await done('chip_maker', 'PATCH', key, { owner_id: entity('oem') })
    expect(offered.offer).to.include({ from_id: entity('chip_maker'), to_id: entity('oem'), state: 'open', key_count: 1 })
    expect(offered.key).to.include({ owner_id: entity('chip_maker'), is_offered: true })
    expect(await refused('utility', 'PATCH', key, { owner_id: entity('oem') })).to.equal('right_missing')
    expect(await refused('utility', 'PATCH', key, { owner_id: entity('utility') })).to.equal('key_not_offered')
    const accepted = await done('oem', 'PATCH', key, { owner_id: entity('oem') })
    expect(accepted.key).to.include({ owner_id: entity('oem'), is_offered: false })
    expect(accepted.offer.state).to.equal('accepted')

    const { body } = await there.call<KeyHistory>('chip_maker', 'GET', `${key}/history`)
    expect(body.owners.map(({ owner_id, by }) => [owner_id, by])).to.deep.equal([
      [entity('chip_maker'), 'registration'],
      [entity('oem'), 'offer'],
    ])
    expect((await there.call('utility', 'GET', `/v1/keys/${key_ids[0]}/history`)).status).to.equal(403)
  })

  it('offers lists, shows them to their parties alone, and lets either party withdraw', async () => {
    const { key, key_ids } = await made(2)
    const { offers } = await done('chip_maker', 'POST', '/v1/offers', { to_id: entity('oem'), key_ids })
    const path = `/v1/offers/${offers[0]?.offer_id}`
    const shown = await there.call<OfferRecord & { key_ids: string[] }>('oem', 'GET', path)
    expect(shown.body.key_ids).to.deep.equal(key_ids)
    expect((await there.call('regulator', 'GET', path)).status).to.equal(200)
    expect((await there.call('utility', 'GET', path)).body).to.include({ code: 'offer_not_party' })
    expect((await there.call('oem', 'GET', '/v1/offers/999')).body).to.include({ code: 'offer_unknown' })
    const list = async (actor: 'oem' | 'utility', query = '') =>
      (await there.call<{ offers: OfferRecord[] }>(actor, 'GET', `/v1/offers?state=open${query}`)).body.offers
    expect((await list('oem')).map(({ offer_id }) => offer_id)).to.deep.equal([offers[0]?.offer_id])
    expect(await list('utility')).to.deep.equal([])
    expect(await list('oem', `&from_id=${entity('utility')}`)).to.deep.equal([])

    expect(await refused('oem', 'PATCH', key, { owner_id: entity('oem') }), 'the whole list or nothing').to.equal('offer_keys_wrong')
    const withdrawn = await done('oem', 'PATCH', path, { state: 'withdrawn' })
    expect(withdrawn.offer.state).to.equal('withdrawn')
    expect(await refused('oem', 'PATCH', path, { state: 'accepted' })).to.equal('offer_closed')
  })

  it('hands a lot over, and tells how many keys went another way before', async () => {
    const { lot, lot_id, key, key_ids } = await made(3)
    await done('chip_maker', 'PATCH', key, { owner_id: entity('utility') })
    await done('utility', 'PATCH', key, { owner_id: entity('utility') })
    const expiresAt = toTime(Math.floor(Date.now() / 1000) + 30 * 86_400)
    const offered = await done('chip_maker', 'PATCH', lot, { owner_id: entity('oem'), expires_at: expiresAt })
    expect(offered.offer).to.include({ lot_id, key_count: 2, expires_at: expiresAt })
    expect(await refused('utility', 'PATCH', lot, { owner_id: entity('utility') })).to.equal('offer_unknown')
    const accepted = await done('oem', 'PATCH', lot, { owner_id: entity('oem') })
    expect(accepted).to.deep.include({ moved: 2, others: 1 })
    expect(accepted.lot.owner_id).to.equal(entity('oem'))
    expect((await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${key_ids[1]}`)).body.key.owner_id).to.equal(entity('oem'))
  })

  it('accepts what the owner offers, whatever a former owner offered and never withdrew', async () => {
    const { key, key_ids, lot } = await made(2)
    await done('chip_maker', 'POST', '/v1/offers', { to_id: entity('utility'), key_ids })
    for (const name of ['chip_maker', 'oem'] as const) await done(name, 'PATCH', lot, { owner_id: entity('oem') })
    expect(await refused('utility', 'PATCH', key, { owner_id: entity('utility') })).to.equal('key_not_offered')
    await done('oem', 'PATCH', key, { owner_id: entity('utility') })
    expect((await done('utility', 'PATCH', key, { owner_id: entity('utility') })).key.owner_id).to.equal(entity('utility'))
  })

  it('takes in advance what a sender offers, as long as the receiver says so', async () => {
    const { key, lot_id } = await made(2)
    const sender = `/v1/senders/${entity('chip_maker')}`
    await done('oem', 'PATCH', sender, { accepted_in_advance: true })
    const { body } = await there.call<{ senders: { entity_id: string }[] }>('oem', 'GET', '/v1/senders')
    expect(body.senders[0]?.entity_id).to.equal(entity('chip_maker'))
    expect((await done('chip_maker', 'PATCH', key, { owner_id: entity('oem') })).key.owner_id).to.equal(entity('oem'))
    const whole = await done('chip_maker', 'POST', '/v1/offers', { to_id: entity('oem'), lot_id })
    expect(whole).to.deep.include({ accepted_in_advance: true, offers: [], moved: 1, others: 1 })
    await done('oem', 'PATCH', sender, { accepted_in_advance: false })
  })

  it('records installation, return and replacement, by the owner', async () => {
    const { key, key_ids } = await made(2)
    expect((await done('chip_maker', 'PATCH', key, { installed: true })).key.installed_at).to.not.equal(null)
    expect(await refused('oem', 'PATCH', key, { installed: false, way: 'return' })).to.equal('not_installer')
    expect(await refused('regulator', 'PATCH', key, { installed: false, way: 'return' })).to.equal('right_missing')
    expect((await done('chip_maker', 'PATCH', key, { installed: false, replacement_id: key_ids[1] })).key.installed_at).to.equal(null)
    await done('chip_maker', 'PATCH', `/v1/keys/${key_ids[1]}`, { installed: false, way: 'resale' })
    expect(await refused('chip_maker', 'PATCH', `/v1/installers/${entity('oem')}`, { named: true })).to.equal('entity_role_missing')
    expect((await there.call('chip_maker', 'GET', '/v1/installers')).body).to.deep.include({ installers: [] })
  })

  it('rotates a key where the successor signed, and refuses it where it did not', async () => {
    const [first, second] = [newRotatingKey(), newRotatingKey()]
    const { process_id } = there.world.processes.secure_element
    await done('chip_maker', 'POST', '/v1/keys', { process_id, key_ids: [first.key_id, second.key_id] })
    const { chain_id: chainId, contracts } = there.world.deployment
    const statement = rotationStatement({
      chainId,
      registry: contracts.KeyRegistry.address,
      keyId: first.key_id,
      successorId: second.key_id,
    })
    const body = (signer: typeof first) => ({
      status: 'superseded',
      successor_id: second.key_id,
      public_key: second.publicKey.toString('base64'),
      signature: sign('sha256', statement, signer.privateKey).toString('base64'),
      overlap_seconds: 0,
    })
    const path = `/v1/keys/${first.key_id}`
    expect(await refused('chip_maker', 'PATCH', path, body(first))).to.equal('rotation_unproven')
    await done('chip_maker', 'PATCH', path, body(second))
    const { body: info } = await there.call<KeyInfo & { remedy: Remedy }>('utility', 'GET', path)
    expect(info).to.include({ effective_status: 'superseded', successor_id: second.key_id })
    expect(info.remedy).to.include({ is_final: true, by: 'owner' })
  })

  it('changes the status of lots and lists, each by who may', async () => {
    const { lot, key_ids } = await made(2)
    expect((await done('chip_maker', 'PATCH', lot, { state: 'suspended', reason: 'certificateHold' })).lot.owner_state).to.equal(
      'suspended',
    )
    await done('chip_maker', 'PATCH', lot, { state: 'active' })
    expect(await refused('oem', 'PATCH', lot, { state: 'suspended' })).to.equal('right_missing')
    expect((await done('regulator', 'PATCH', lot, { state: 'suspended' })).lot).to.include({ state: 'suspended', state_by: 'regulator' })
    const { body } = await there.call<KeyInfo & { remedy: Remedy }>('chip_maker', 'GET', `/v1/keys/${key_ids[0]}`)
    expect(body.remedy).to.include({ on: 'lot', by: 'regulator', appeal: `derkey motion propose reinstate-lot ${body.lot.lot_id}` })
    await done('regulator', 'PATCH', lot, { state: 'active' })
    const many = await write<{ key_ids: string[] }>('chip_maker', 'PATCH', '/v1/keys', {
      key_ids,
      status: 'suspended',
      reason: 'keyCompromise',
    })
    expect(many.body.key_ids).to.have.members(key_ids)
    const unknown = { key_ids: [...key_ids, `0x${'ab'.repeat(32)}`], status: 'active' }
    expect(await refused('chip_maker', 'PATCH', '/v1/keys', unknown), 'all of a list, or none').to.equal('key_unknown')
    expect((await there.call<KeyInfo>('chip_maker', 'GET', `/v1/keys/${key_ids[0]}`)).body.key.status).to.equal('suspended')
    expect((await done('chip_maker', 'PATCH', lot, { state: 'revoked', reason: 'keyCompromise' })).lot.owner_state).to.equal('revoked')
    expect(await refused('chip_maker', 'PATCH', lot, { state: 'active' })).to.equal('lot_not_active')
  })

  it('lets the process’s owner take back its report of a key that came back to it', async () => {
    const { key } = await made()
    for (const name of ['chip_maker', 'oem'] as const) await done(name, 'PATCH', key, { owner_id: entity('oem') })
    await done('chip_maker', 'PATCH', key, { status: 'suspended', reason: 'keyCompromise' })
    for (const name of ['oem', 'chip_maker'] as const) await done(name, 'PATCH', key, { owner_id: entity('chip_maker') })
    expect((await done('chip_maker', 'PATCH', key, { status: 'active' })).key.status).to.equal('active')
  })

  it('changes nothing of a list that is too long for one transaction and has one key that is not the caller’s', async () => {
    const { key_ids } = await made(501)
    const last = `/v1/keys/${key_ids[500]}`
    await done('chip_maker', 'PATCH', last, { owner_id: entity('oem') })
    expect(await refused('chip_maker', 'POST', '/v1/offers', { to_id: entity('oem'), key_ids })).to.equal('key_offered')
    await done('oem', 'PATCH', last, { owner_id: entity('oem') })
    const list = { key_ids, status: 'revoked', reason: 'keyCompromise' }
    expect(await refused('chip_maker', 'PATCH', '/v1/keys', list)).to.equal('not_key_owner')
    expect(await refused('chip_maker', 'POST', '/v1/offers', { to_id: entity('oem'), key_ids })).to.equal('not_key_owner')
    const { body } = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${key_ids[0]}`)
    expect(body.key).to.include({ status: 'active', is_offered: false })
  })

  it('suspends everything that an account registered between two times, and says when nothing is left', async () => {
    const { key_ids } = await made(2)
    const { body } = await there.call<KeyInfo>('chip_maker', 'GET', `/v1/keys/${key_ids[0]}`)
    const time = body.key.registered_at
    const wanted = { registered_by: entity('chip_maker'), from: time, until: time, status: 'suspended', reason: 'keyCompromise' }
    const first = await write<{ key_ids: string[] }>('chip_maker', 'PATCH', '/v1/keys', wanted)
    expect(first.status, JSON.stringify(first.body)).to.equal(201)
    expect(first.body.key_ids).to.include.members(key_ids)
    expect(await refused('chip_maker', 'PATCH', '/v1/keys', wanted)).to.equal('nothing_to_change')
    expect(await refused('oem', 'PATCH', '/v1/keys', wanted)).to.equal('right_missing')
    expect(await refused('chip_maker', 'PATCH', '/v1/keys', { ...wanted, until: '2020-01-01T00:00:00Z' })).to.equal('invalid_input')
  })

  it('makes an offer once, however often it is asked for under one Idempotency-Key', async () => {
    const { key_ids } = await made()
    const body = { to_id: entity('utility'), key_ids }
    const headers = { 'idempotency-key': 'offer-once' }
    const [one, two] = [
      await there.write<Changed>('chip_maker', 'POST', '/v1/offers', body, headers),
      await there.write<Changed>('chip_maker', 'POST', '/v1/offers', body, headers),
    ]
    expect(two.body.offers).to.deep.equal(one.body.offers)
    expect(await refused('chip_maker', 'POST', '/v1/offers', body)).to.equal('key_offered')
  })
})
