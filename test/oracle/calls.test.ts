import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import type { KeyInfo, ProcessRecord } from '../../src/domain/records.ts'
import { keyInfoAnswer } from '../../src/domain/remedy.ts'
import { details, secureElement } from '../../scripts/demo/assess-process.ts'
import { startOracleWorld, type OracleWorld } from './oracle-world.ts'

describe('the five calls of table 10', () => {
  let there: OracleWorld

  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
  })
  after(() => there.close())

  const newKeyIds = (count: number) => Array.from({ length: count }, () => `0x${randomBytes(32).toString('hex')}`)
  const register = (keyIds: string[]) =>
    there.write<{ lot_id: string; as_of: { block: number } }>('chip_maker', 'POST', '/v1/keys', {
      process_id: there.world.processes.secure_element.process_id,
      key_ids: keyIds,
    })

  it('lead from a process over its assessments to a key, and tell all of it', async () => {
    const { world, write, call } = there
    const created = await write<{ process_id: string; process: ProcessRecord }>('chip_maker', 'POST', '/v1/processes', {})
    expect(created.status, JSON.stringify(created.body)).to.equal(201)
    const { process_id } = created.body
    expect(created.body.process).to.include({ process_id, owner_id: world.actors.chip_maker.account, state: 'active' })

    const common = { process_id, ...details() }
    for (const input of [
      { ...common, kind: 'key_generation', assessment_result: secureElement.generation },
      { ...common, kind: 'key_protection', assessment_result: secureElement.protection },
    ]) {
      const recorded = await write<{ assessment_id: string; assessment: object }>('assessor', 'POST', '/v1/assessments', input)
      expect(recorded.status, JSON.stringify(recorded.body)).to.equal(201)
      expect(recorded.body.assessment).to.include({ kind: input.kind, state: 'proposed', assessor_id: world.actors.assessor.account })
      const path = `/v1/assessments/${recorded.body.assessment_id}`
      const approved = await write<{ assessment: object }>('programme_manager', 'PATCH', path, { state: 'approved' })
      expect(approved.body.assessment).to.include({ state: 'approved' })
    }

    const [keyId = ''] = newKeyIds(1)
    const keys = await write<{ lot_id: string; key_ids: string[] }>('chip_maker', 'POST', '/v1/keys', { process_id, key_ids: [keyId] })
    expect(keys.status, JSON.stringify(keys.body)).to.equal(201)
    expect(keys.body.key_ids).to.deep.equal([keyId])

    const updated = await write<{ key: object; effective_status: string }>('chip_maker', 'PATCH', `/v1/keys/${keyId}`, {
      status: 'suspended',
      reason: 'keyCompromise',
    })
    expect(updated.status, JSON.stringify(updated.body)).to.equal(201)
    expect(updated.body.key).to.include({ status: 'suspended', status_reason: 'keyCompromise', status_by: 'owner' })

    const info = await call<KeyInfo & { registry: string }>('utility', 'GET', `/v1/keys/${keyId}`)
    expect(info.status).to.equal(200)
    const { registry, ...record } = info.body
    expect(registry).to.equal(there.world.registry.name)
    expect(keyInfoAnswer.parse(record)).to.deep.equal(record)
    expect(info.body.key_protection.assessment_result).to.include({ key_storage: 'secure_element' })
    expect(info.body.effective_status).to.equal('suspended')
    expect(info.body.lot.lot_id).to.equal(keys.body.lot_id)
  })

  it('answer at once with 202, and the state of the write tells the rest', async () => {
    const { call } = there
    const begun = await call<{ transaction_id: string }>('chip_maker', 'POST', '/v1/processes', { body: {} })
    expect(begun.status).to.equal(202)
    const path = `/v1/transactions/${begun.body.transaction_id}`
    expect(begun.headers.get('location')).to.equal(path)
    let state = await call<{ state: string; process_id: string; parts: { hash: string; block: number }[] }>('chip_maker', 'GET', path)
    while (state.body.state === 'pending') state = await call('chip_maker', 'GET', path)
    expect(state.body).to.include({ state: 'done', operation: 'create_process' })
    expect(state.body.parts[0]?.hash).to.match(/^0x[0-9a-f]{64}$/)
    const process = await call('utility', 'GET', `/v1/processes/${state.body.process_id}?min_block=${state.body.parts[0]?.block}`)
    expect(process.body).to.include({ process_id: state.body.process_id })
    expect((await call('oem', 'GET', path)).body).to.include({ code: 'transaction_unknown' })
  })

  it('show a write to a read of its block, and wait for a block that is to come', async () => {
    const [keyId = ''] = newKeyIds(1)
    const { body } = await register([keyId])
    const read = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyId}?min_block=${body.as_of.block}`)
    expect(read.body.as_of.block).to.be.at.least(body.as_of.block)
    const later = there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyId}?min_block=${body.as_of.block + 1}`)
    await register(newKeyIds(1))
    expect((await later).body.as_of.block).to.be.at.least(body.as_of.block + 1)
  })

  it('register more keys than one transaction holds into one lot', async () => {
    const keyIds = newKeyIds(501)
    const { status, body } = await register(keyIds)
    expect(status, JSON.stringify(body).slice(0, 300)).to.equal(201)
    const lot = await there.call('chip_maker', 'GET', `/v1/lots/${body.lot_id}`)
    expect(lot.body).to.include({ key_count: 501 })
    const last = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyIds.at(-1)}`)
    expect(last.body.key.lot_id).to.equal(body.lot_id)
  })

  it('register a key again without a change', async () => {
    const keyIds = newKeyIds(2)
    const first = await register(keyIds)
    const again = await register(keyIds)
    expect(again.status).to.equal(201)
    expect(again.body).to.not.have.property('lot_id')
    expect((await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyIds[0]}`)).body.key.lot_id).to.equal(first.body.lot_id)
  })

  it('tell what happened to a key, oldest first', async () => {
    const [keyId = ''] = newKeyIds(1)
    await register([keyId])
    await there.write('chip_maker', 'PATCH', `/v1/keys/${keyId}`, { status: 'suspended', reason: 'certificateHold' })
    await there.write('chip_maker', 'PATCH', `/v1/keys/${keyId}`, { status: 'active' })
    const { body } = await there.call<{ events: { event: string; status?: string }[] }>('chip_maker', 'GET', `/v1/keys/${keyId}/history`)
    expect(body.events.map(({ status }) => status)).to.deep.equal(['active', 'suspended', 'active'])
  })

  it('decide on a key by a policy that is named', async () => {
    const [keyId = '', unknown = ''] = newKeyIds(2)
    await register([keyId])
    const decide = (key_id: string) => there.call('utility', 'POST', '/v1/decisions', { body: { key_id, policy: 'csip-baseline' } })
    expect((await decide(keyId)).body).to.include({ outcome: 'admit', key_id: keyId, registry: there.oracle().registry })
    await there.write('chip_maker', 'PATCH', `/v1/keys/${keyId}`, { status: 'revoked', reason: 'keyCompromise' })
    expect((await decide(keyId)).body).to.include({ outcome: 'refuse' })
    expect((await decide(unknown)).body).to.include({ outcome: 'refuse' })
    const wrong = await there.call('utility', 'POST', '/v1/decisions', { body: { key_id: keyId, policy: 'none' } })
    expect(wrong.body).to.include({ code: 'invalid_input', field: 'policy' })
    const metrics = await (await fetch(`${there.oracle().url}/metrics`)).text()
    expect(metrics).to.match(
      /derkey_decisions_total\{outcome="refuse",rule="status",mode="enforce",registry="eip155:31337:0x[0-9a-f]{40}"\} 1/,
    )
  })
})
