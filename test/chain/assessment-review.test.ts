import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { details } from '../../scripts/demo/assess-process.ts'
import { commentAssessment, createAssessment, setAssessmentState, setValidity } from '../../src/chain/calls/assessment-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { readAssessment } from '../../src/chain/reads/assessment.ts'
import { readEvents, type RegistryEvent } from '../../src/chain/reads/events.ts'
import { readProcess } from '../../src/chain/reads/process.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { parseAssessment } from '../../src/domain/inputs/assessment.ts'
import { problemOf } from '../support/problem-of.ts'
import { deployWorld, type World } from '../support/world.ts'

const digest = (): Hex => `0x${randomBytes(32).toString('hex')}`

describe('the review of assessments, on the chain', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const renewal = (over: object = {}) =>
    parseAssessment({ past_assessment_id: world.processes.secure_element.key_generation_id, ...details('2026-04-30T00:00:00Z'), ...over })
  const propose = async () =>
    (await world.act('assessor', createAssessment(world.deployment.contracts, renewal()))).assessment_id ?? expect.fail('nothing recorded')
  const stateOf = async (id: string) => {
    const { state, state_by } = (await readAssessment(world.registry, id)) ?? expect.fail(`no assessment ${id}`)
    return [state, state_by]
  }
  const eventsOf = async (block: number) => {
    const found: RegistryEvent[] = []
    for await (const events of readEvents(world.registry, { from: block, to: block })) found.push(...events)
    return found
  }

  it('binds comments to a draft, which its assessor takes back', async () => {
    const { contracts } = world.deployment
    const id = await propose()
    const comment = digest()
    const { block } = await world.act('programme_manager', commentAssessment(contracts, id, comment))
    expect((await eventsOf(block)).map(({ eventName, args }) => [eventName, args])).to.deep.equal([
      ['AssessmentCommented', { assessmentId: Number(id), commentDigest: comment }],
    ])
    expect((await problemOf(world.act('assessor', commentAssessment(contracts, id, comment)))).code).to.equal('role_missing')
    const empty = await problemOf(world.act('programme_manager', commentAssessment(contracts, id, `0x${'0'.repeat(64)}`)))
    expect([empty.code, empty.field]).to.deep.equal(['value_refused', 'comment'])

    const retract = (actor: 'assessor' | 'chip_maker') =>
      world.act(actor, setAssessmentState(contracts, 'assessor', id, 'rejected', 'unspecified'))
    expect((await problemOf(retract('chip_maker'))).code).to.equal('not_assessor')
    await retract('assessor')
    expect(await stateOf(id)).to.deep.equal(['rejected', 'owner'])
    expect((await problemOf(retract('assessor'))).code).to.equal('assessment_state_wrong')
  })

  it('refuses an assessor that is the manufacturer', async () => {
    const { account } = world.actors.assessor
    const input = renewal({ manufacturer_id: account })
    const problem = await problemOf(world.act('assessor', createAssessment(world.deployment.contracts, input)))
    expect([problem.code, problem.status]).to.deep.equal(['conflict_of_interest', 403])
    expect(problem.message).to.contain(account)
  })

  it('hears appeals against the regulator by motion', async () => {
    const { contracts } = world.deployment
    const { process_id, key_protection_id } = world.processes.secure_element
    await world.act('regulator', setAssessmentState(contracts, 'regulator', key_protection_id, 'suspended', 'unspecified'))
    await world.act('regulator', setProcessState(contracts, 'regulator', process_id, 'suspended', 'unspecified'))
    await world.act('board', setAssessmentState(contracts, 'board', key_protection_id, 'reinstated', 'unspecified'))
    await world.act('board', setProcessState(contracts, 'board', process_id, 'active', 'unspecified'))
    expect(await stateOf(key_protection_id)).to.deep.equal(['approved', 'motion'])
    expect(await readProcess(world.registry, process_id)).to.include({ state: 'active', state_by: 'motion' })
  })

  it('sets a validity by motion alone', async () => {
    const { contracts } = world.deployment
    const { block } = await world.act('board', setValidity(contracts, 94_608_000, 7_776_000))
    expect((await eventsOf(block)).map(({ eventName, args }) => [eventName, args])).to.deep.equal([
      ['ValiditySet', { validitySeconds: 94_608_000, graceSeconds: 7_776_000 }],
    ])
    expect((await problemOf(world.act('programme_manager', setValidity(contracts, 1, 0)))).code).to.equal('role_missing')
  })
})
