import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { setEntityState } from '../../src/chain/calls/entity-calls.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { openStore } from '../../src/oracle/store/open-store.ts'
import { revokeToken } from '../../src/oracle/store/tokens.ts'
import { startOracleWorld, type ActorName, type OracleWorld } from './oracle-world.ts'

describe('rights over the oracle', () => {
  let there: OracleWorld

  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
  })
  after(() => there.close())

  /** A key that `chip_maker` owns, under the process of `owner`. */
  const newKey = async () => {
    const keyId = `0x${randomBytes(32).toString('hex')}` as const
    const lotId = await there.world.registerKeys('chip_maker', there.world.processes.secure_element.process_id, [keyId])
    return { keyId, lotId }
  }
  const patch = (actor: ActorName, keyId: string, status: string, reason?: string) =>
    there.write<{ code?: string; detail?: string; key?: { status_by: string } }>(actor, 'PATCH', `/v1/keys/${keyId}`, {
      status,
      ...(reason && { reason }),
    })

  describe('reads', () => {
    it('give a key to any active entity and to the supervisors', async () => {
      const { keyId } = await newKey()
      for (const actor of ['utility', 'ca', 'oem', 'regulator', 'registrar'] as const) {
        expect((await there.call(actor, 'GET', `/v1/keys/${keyId}`)).status, actor).to.equal(200)
      }
    })

    it("keep a key's history to its owners so far and the supervisors", async () => {
      const { keyId } = await newKey()
      for (const actor of ['chip_maker', 'regulator'] as const) {
        expect((await there.call(actor, 'GET', `/v1/keys/${keyId}/history`)).status, actor).to.equal(200)
      }
      const refused = await there.call('utility', 'GET', `/v1/keys/${keyId}/history`)
      expect(refused.status).to.equal(403)
      expect(refused.body).to.include({ code: 'right_missing' })
      expect(refused.body['detail']).to.contain('its owners so far and the supervisors')
    })

    it('keep a lot to its owner, the owner of its process and the supervisors', async () => {
      const { lotId } = await newKey()
      for (const actor of ['chip_maker', 'programme_manager'] as const) {
        expect((await there.call(actor, 'GET', `/v1/lots/${lotId}`)).status, actor).to.equal(200)
      }
      expect((await there.call('oem', 'GET', `/v1/lots/${lotId}`)).body).to.include({ status: 403, code: 'right_missing' })
    })

    it('give entities, processes and assessments to any active entity', async () => {
      const { secure_element } = there.world.processes
      const { account } = there.world.actors.assessor
      expect((await there.call('utility', 'GET', `/v1/entities/${account}`)).body).to.include({ entity_id: account, state: 'active' })
      expect((await there.call('utility', 'GET', `/v1/processes/${secure_element.process_id}`)).body).to.include(secure_element)
      expect((await there.call('utility', 'GET', `/v1/assessments/${secure_element.key_protection_id}`)).body).to.include({
        kind: 'key_protection',
        state: 'approved',
      })
    })

    it('say 404 for what is not there', async () => {
      for (const [path, code] of [
        [`/v1/keys/0x${'ee'.repeat(32)}`, 'key_unknown'],
        [`/v1/keys/0x${'ee'.repeat(32)}/history`, 'key_unknown'],
        ['/v1/processes/999999', 'process_unknown'],
        ['/v1/assessments/999999', 'assessment_unknown'],
        ['/v1/lots/999999', 'lot_unknown'],
        [`/v1/entities/0x${'ee'.repeat(20)}`, 'entity_unknown'],
        ['/v1/transactions/00000000-0000-4000-8000-000000000000', 'transaction_unknown'],
      ] as const) {
        expect((await there.call('regulator', 'GET', path)).body, path).to.include({ status: 404, code })
      }
    })

    it('refuse a token of an account that is nobody', async () => {
      const answer = await there.call('intruder', 'GET', '/v1/processes/1')
      expect(answer.body).to.include({ status: 403, code: 'right_missing' })
      expect(answer.body['detail']).to.contain('not registered as an entity')
    })
  })

  describe('update_key', () => {
    it("is done in the owner's own right, or the process owner's, or supervision's", async () => {
      const { keyId } = await newKey()
      expect((await patch('chip_maker', keyId, 'suspended', 'certificateHold')).body.key?.status_by).to.equal('owner')
      expect((await patch('programme_manager', keyId, 'suspended', 'keyCompromise')).body.key?.status_by).to.equal('programme_manager')
      expect((await patch('regulator', keyId, 'suspended', 'keyCompromise')).body.key?.status_by).to.equal('regulator')
      expect((await patch('regulator', keyId, 'active')).status).to.equal(201)
    })

    it('does not let a lower authority take back what a higher one did', async () => {
      const { keyId } = await newKey()
      await patch('regulator', keyId, 'suspended', 'keyCompromise')
      const refused = await patch('chip_maker', keyId, 'active')
      expect(refused.status).to.equal(403)
      expect(refused.body).to.include({ code: 'rank_too_low' })
      expect(refused.body.detail).to.contain('regulator')
    })

    it('is refused to everybody else, and the right that is missing is named', async () => {
      const { keyId } = await newKey()
      for (const [actor, status, named] of [
        ['utility', 'suspended', 'its owner'],
        ['oem', 'revoked', 'its owner'],
        ['regulator', 'revoked', 'its owner'],
        ['registrar', 'suspended', 'programme_manager or regulator'],
      ] as const) {
        const { status: code, body } = await patch(actor, keyId, status, 'keyCompromise')
        expect(code, actor).to.equal(403)
        expect(body.code).to.equal('right_missing')
        expect(body.detail).to.contain(named)
      }
    })

    it('makes no entry void: that takes a motion, and comes from a final status too', async () => {
      const { keyId } = await newKey()
      await patch('chip_maker', keyId, 'revoked', 'keyCompromise')
      expect((await patch('chip_maker', keyId, 'active')).body.code).to.equal('status_final')
      for (const actor of ['chip_maker', 'regulator'] as const) {
        expect((await patch(actor, keyId, 'void')).body).to.include({ status: 403, code: 'motion_needed' })
      }
      const { block } = await there.world.act(
        'board',
        setKeyStatus(there.world.deployment.contracts, 'board', [keyId], 'void', 'unspecified'),
      )
      const { body } = await there.call<KeyInfo>('chip_maker', 'GET', `/v1/keys/${keyId}?min_block=${block}`)
      expect(body.key).to.include({ status: 'void', status_by: 'motion' })
    })

    it('offers a key by its owner alone, and never accepts it for somebody else', async () => {
      const { keyId } = await newKey()
      const offer = (actor: 'chip_maker' | 'utility' | 'regulator', to: 'oem' | 'utility') =>
        there.write(actor, 'PATCH', `/v1/keys/${keyId}`, { owner_id: there.world.actors[to].account })
      expect((await offer('utility', 'oem')).body).to.include({ status: 403, code: 'right_missing' })
      expect((await offer('regulator', 'oem')).body).to.include({ status: 403, code: 'right_missing' })
      expect((await offer('chip_maker', 'oem')).status).to.equal(201)
      expect((await offer('utility', 'oem')).body).to.include({ status: 403, code: 'right_missing' })
      expect((await offer('utility', 'utility')).body).to.include({ status: 409, code: 'key_not_offered' })
    })
  })

  describe('other writes', () => {
    it('supervise lots, processes and assessments at once, and take it back', async () => {
      const { keyId, lotId } = await newKey()
      const { process_id, key_protection_id } = there.world.processes.secure_element
      const status = async () => {
        const { effective_status, effective_reason } = (await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyId}`)).body
        return `${effective_status} ${effective_reason}`
      }
      for (const [path, back, reason] of [
        [`/v1/lots/${lotId}`, 'active', 'lot_suspended'],
        [`/v1/processes/${process_id}`, 'active', 'process_suspended'],
        [`/v1/assessments/${key_protection_id}`, 'approved', 'assessment_suspended'],
      ] as const) {
        const done = await there.write('programme_manager', 'PATCH', path, { state: 'suspended', reason: 'keyCompromise' })
        expect(done.status, JSON.stringify(done.body)).to.equal(201)
        expect(await status()).to.equal(`suspended ${reason}`)
        expect((await there.write('programme_manager', 'PATCH', path, { state: back })).status).to.equal(201)
        expect(await status()).to.equal('active null')
        expect((await there.write('utility', 'PATCH', path, { state: 'suspended' })).body).to.include({ code: 'right_missing' })
      }
    })

    it('leave final acts on processes and assessments to a motion', async () => {
      const { process_id } = await there.write<{ process_id: string }>('oem', 'POST', '/v1/processes', {}).then(({ body }) => body)
      const { key_protection_id } = there.world.processes.unprotected_memory
      for (const actor of ['regulator', 'oem'] as const) {
        for (const [path, state] of [
          [`/v1/processes/${process_id}`, 'revoked'],
          [`/v1/assessments/${key_protection_id}`, 'withdrawn'],
        ] as const) {
          expect((await there.write(actor, 'PATCH', path, { state })).body, path).to.include({ status: 403, code: 'motion_needed' })
        }
      }
    })

    it('come with the refusal of the registry in words where the oracle cannot know better', async () => {
      const body = { process_id: there.world.processes.secure_element.process_id, key_ids: [`0x${'77'.repeat(32)}`] }
      expect((await there.write('oem', 'POST', '/v1/keys', body)).body).to.include({ status: 403, code: 'not_granted' })
      expect((await there.write('utility', 'POST', '/v1/processes', {})).body).to.include({ status: 403, code: 'entity_role_missing' })
      expect((await there.write('regulator', 'POST', '/v1/processes', {})).body).to.include({ status: 403, code: 'right_missing' })
    })

    it('need a token that names a signer', async () => {
      const { token } = there.token('chip_maker', null)
      const answer = await there.call('chip_maker', 'POST', '/v1/processes', { body: {}, headers: { authorization: `Bearer ${token}` } })
      expect(answer.body).to.include({ status: 403, code: 'signer_missing' })
    })
  })

  it('end at once with a suspension, and come back with it', async () => {
    const { world, call } = there
    const { account } = world.actors.utility
    await world.act('registrar', setEntityState(world.deployment.contracts, account, 'suspended'))
    for (const path of ['/v1/processes/1', '/v1/changes', `/v1/entities/${account}`]) {
      expect((await call('utility', 'GET', path)).body, path).to.include({ status: 403, code: 'caller_suspended' })
    }
    await world.act('registrar', setEntityState(world.deployment.contracts, account, 'active'))
    expect((await call('utility', 'GET', '/v1/processes/1')).status).to.equal(200)
  })

  it('end at once with the token', async () => {
    const { token, token_id } = there.token('utility', null)
    const read = () => there.call('utility', 'GET', '/v1/processes/1', { headers: { authorization: `Bearer ${token}` } })
    expect((await read()).status).to.equal(200)
    const store = openStore(there.configuration.data)
    revokeToken(store, token_id)
    store.close()
    expect((await read()).body).to.include({ status: 401, code: 'token_revoked' })
  })
})
