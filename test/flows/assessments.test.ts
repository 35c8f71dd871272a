import { expect } from 'chai'
import { details, secureElement } from '../../scripts/demo/assess-process.ts'
import { accredit, registerEntity, strikeOff } from '../../src/chain/calls/entity-calls.ts'
import { signApplication, verifyApplication } from '../../src/chain/application.ts'
import { toTime } from '../../src/domain/fields.ts'
import type { AssessmentRecord, EntityRecord, KeyInfo, ProcessRecord } from '../../src/domain/records.ts'
import { entityOf } from '../../scripts/demo/cast.ts'
import { passMotion } from '../support/pass-motion.ts'
import { problemOf } from '../support/problem-of.ts'
import { startOracleWorld, type OracleWorld } from '../oracle/oracle-world.ts'

type Recorded = { assessment_id: string; assessment: AssessmentRecord }

describe('the flows of assessments', () => {
  let there: OracleWorld
  let process_id: string

  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
  })
  after(() => there.close())
  beforeEach(async () => {
    process_id = (await there.write<{ process: ProcessRecord }>('chip_maker', 'POST', '/v1/processes', {})).body.process.process_id
  })

  const generation = (completion_date?: string) => ({
    process_id,
    ...details(completion_date),
    kind: 'key_generation',
    assessment_result: secureElement.generation,
  })
  const protection = () => ({ process_id, ...details(), kind: 'key_protection', assessment_result: secureElement.protection })
  const record = (actor: 'assessor' | 'intruder', input: object) => there.write<Recorded>(actor, 'POST', '/v1/assessments', input)
  const judge = (id: string, state: string) =>
    there.write<{ assessment: AssessmentRecord }>('programme_manager', 'PATCH', `/v1/assessments/${id}`, { state })

  describe('figure 5: authorisation of an assessor', () => {
    it('leads from the application over admission and accreditation to a record, and ends with striking off', async () => {
      const { world, call } = there
      const { contracts } = world.deployment
      const { account: applicant, signer } = world.actors.intruder
      const recorded = async (input: object = generation()) => (await record('intruder', input)).body as Recorded & { code?: string }
      const chainTime = async (days: number) => toTime((await world.client.getBlock()).timestamp + BigInt(days * 86_400))
      expect(await recorded(), 'nobody yet').to.include({ code: 'right_missing' })

      const details = { ...entityOf('assessor', applicant), rlid: 'test:applicant', name: 'Applicant' }
      const application = await signApplication(signer, {
        chain_id: world.deployment.chain_id,
        registry: world.registry.name,
        date: toTime(Math.floor(Date.now() / 1000)),
        evidence: `0x${'e1'.repeat(32)}`,
        entity: details,
      })
      await verifyApplication(application, world.deployment, new Date())
      await world.act('registrar', registerEntity(contracts, application.entity))
      expect(await recorded(), 'an entity with the role, not accredited').to.include({ code: 'not_accredited' })

      await world.act('board', accredit(contracts, applicant, await chainTime(30)))
      expect((await recorded()).assessment.assessor_id).to.equal(applicant)

      await world.client.request({ method: 'evm_increaseTime', params: [31 * 86_400] } as never)
      await world.client.request({ method: 'evm_mine' } as never)
      expect(await recorded(), 'past the end date').to.include({ code: 'not_accredited' })

      await world.act('board', accredit(contracts, applicant, await chainTime(365)))
      expect((await recorded(protection())).assessment.assessor_id, 're-accredited').to.equal(applicant)

      await world.act('board', strikeOff(contracts, applicant, '2026-01-01T00:00:00Z'))
      const entity = await call<EntityRecord & { entity?: EntityRecord }>('utility', 'GET', `/v1/entities/${applicant}`)
      expect(JSON.stringify(entity.body)).to.include('"struck_off_since":"2026-01-01T00:00:00Z"')
      expect(await recorded(), 'struck off').to.include({ code: 'assessor_struck_off' })
      const again = passMotion(world, [accredit(contracts, applicant, await chainTime(365))])
      expect((await problemOf(again)).code, 'for good').to.equal('assessor_struck_off')
    })
  })

  describe('figure 6: an audit and its assessment', () => {
    it('leads from the record over the approval to keys that refer to it', async () => {
      const ids = [(await record('assessor', generation())).body.assessment_id, (await record('assessor', protection())).body.assessment_id]
      const key_id = `0x${process_id.padStart(64, '6')}`
      const tooEarly = await there.write('chip_maker', 'POST', '/v1/keys', { process_id, key_ids: [key_id] })
      expect(tooEarly.status, 'not approved yet').to.equal(409)

      for (const id of ids) expect((await judge(id, 'approved')).body.assessment).to.include({ state: 'approved', assessment_id: id })

      expect((await there.write('chip_maker', 'POST', '/v1/keys', { process_id, key_ids: [key_id] })).status).to.equal(201)
      const { body } = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${key_id}`)
      expect([body.key_generation.assessment_id, body.key_protection.assessment_id]).to.deep.equal(ids)
      expect(body.assessors.map(({ entity_id }) => entity_id)).to.deep.equal([there.world.actors.assessor.account])
      expect(body.key_generation.assessment_result).to.deep.include(secureElement.generation)
      expect(body.key_generation.approval_date).to.be.a('string')
    })

    it('leaves the process its place when the report is rejected', async () => {
      const first = await record('assessor', generation())
      expect((await judge(first.body.assessment_id, 'rejected')).body.assessment.state).to.equal('rejected')

      expect((await record('assessor', generation())).status).to.equal(201)
    })

    it('is taken back by its assessor alone while nobody has judged it', async () => {
      const { assessment_id } = (await record('assessor', generation())).body
      const path = `/v1/assessments/${assessment_id}`
      expect((await there.write('chip_maker', 'PATCH', path, { state: 'rejected' })).body).to.include({ code: 'right_missing' })
      const { body } = await there.write<{ assessment: AssessmentRecord }>('assessor', 'PATCH', path, { state: 'rejected' })
      expect(body.assessment).to.include({ state: 'rejected', state_by: 'owner' })
      expect((await there.write('assessor', 'PATCH', path, { state: 'rejected' })).body).to.include({ code: 'assessment_state_wrong' })
      expect((await record('assessor', generation())).status).to.equal(201)
    })

    it('is refused where the assessor has an interest', async () => {
      const { account } = there.world.actors.assessor
      const { body } = await record('assessor', { ...generation(), manufacturer_id: account })
      expect(body).to.include({ status: 403, code: 'conflict_of_interest' })
    })

    it('puts a re-assessment beside the original, to which it refers', async () => {
      const original = (await record('assessor', generation('2026-01-31T00:00:00Z'))).body.assessment_id
      await judge(original, 'approved')
      const renewal = await record('assessor', { past_assessment_id: original, ...details('2026-06-30T00:00:00Z') })
      expect(renewal.status, JSON.stringify(renewal.body)).to.equal(201)
      const { body } = await judge(renewal.body.assessment_id, 'approved')

      expect(body.assessment.past_assessment_id).to.equal(original)
      expect(body.assessment.assessment_result, 'the characteristics of the original').to.deep.include(secureElement.generation)
    })
  })
})
