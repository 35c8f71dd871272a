import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { expect } from 'chai'
import { details } from '../../scripts/demo/assess-process.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import { setValidity } from '../../src/chain/calls/assessment-calls.ts'
import type { DueDate } from '../../src/domain/calendar/due-date.ts'
import type { CommentRecord } from '../../src/domain/comment-record.ts'
import type { Decision } from '../../src/domain/decision.ts'
import type { AssessmentRecord, KeyInfo } from '../../src/domain/records.ts'
import { startOracleWorld, type OracleWorld } from '../oracle/oracle-world.ts'
import { runDerkey, type DerkeyRun } from '../support/run-derkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const day = 86_400
const keyId = `0x${'7e'.repeat(32)}` as const
const sha256 = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}`

describe('the flow of a re-assessment', () => {
  const folder = temporaryFolder()
  let there: OracleWorld
  let key_generation_id: string
  let renewal_id: string
  before(async () => {
    there = await startOracleWorld({ proof_of_possession: 'not_required' })
    const { secure_element } = there.world.processes
    ;({ key_generation_id } = secure_element)
    await there.world.registerKeys('chip_maker', secure_element.process_id, [keyId])
  })
  after(async () => {
    await there.close()
    folder.remove()
  })

  const derkey = (...args: string[]) =>
    runDerkey(args, { DERKEY_RPC: there.world.chain.url, DERKEY_DEPLOYMENT: there.world.deploymentFile, NO_COLOR: '1' })
  const as = async (actor: ActorName, ...args: string[]) => {
    const { keystore, password_file } = await there.world.keystoreOf(actor)
    return derkey(...args, '--keystore', keystore, '--password-file', password_file, '--json')
  }
  const document = <T>({ code, stdout, stderr }: DerkeyRun): T => {
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout) as T
  }
  const validFor = (days: number, graceDays: number) =>
    there.world.act('board', setValidity(there.world.deployment.contracts, days * day, graceDays * day))
  const assessments = async () => {
    const { body } = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyId}`)
    return [body.key_generation, body.key_protection].map(({ valid_until, grace_until }) => [valid_until, grace_until])
  }
  const due = async (...args: string[]) => document<DueDate[]>(await derkey('assessment', 'due', '--json', ...args))
  const decided = async (policy: string) => {
    const { body } = await there.call<Decision>('utility', 'POST', '/v1/decisions', { body: { key_id: keyId, policy } })
    return [body.outcome, body.findings.find(({ rule }) => rule === 'assessment_validity')?.severity]
  }

  it('is not due as long as the board sets no validity', async () => {
    expect(await assessments()).to.deep.equal([
      [null, null],
      [null, null],
    ])
  })

  it('is proposed by a seat as a motion that says what it does', async () => {
    const proposed = await as('north_utility', 'motion', 'propose', 'set-validity', '--days', '730', '--grace-days', '90')

    expect(document<object>(proposed)).to.deep.include({
      kind: 'ordinary',
      description: 'Assessments are good for 730 days, and 90 days of grace',
    })
  })

  it('is due, once a motion sets a validity, from the completion on; every answer says until when', async () => {
    await validFor(730, 90)
    const times = ['2028-03-30T00:00:00Z', '2028-06-28T00:00:00Z']

    expect(await assessments()).to.deep.equal([times, times])
    const { body } = await there.call<AssessmentRecord>('utility', 'GET', `/v1/assessments/${key_generation_id}`)
    expect([body.valid_until, body.grace_until]).to.deep.equal(times)
    expect(document<AssessmentRecord>(await derkey('assessment', 'show', key_generation_id, '--json'))).to.include({
      valid_until: times[0],
    })
    expect((await due('--within', '36500d')).length).to.equal(4)
  })

  it('is a finding during the grace, and more past it, as the policy says; the state of the assessment is what it was', async () => {
    await validFor(1, 36_500)
    const overdue = [await decided('lab'), await decided('csip-baseline')]
    await validFor(1, 0)
    const lapsed = [await decided('lab'), await decided('csip-baseline'), await decided('high-assurance')]

    expect(overdue).to.deep.equal([
      ['admit', undefined],
      ['admit', 'admit'],
    ])
    expect(lapsed).to.deep.equal([
      ['admit', undefined],
      ['restrict', 'restrict'],
      ['refuse', 'refuse'],
    ])
    const { body } = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${keyId}`)
    expect([body.effective_status, body.key_generation.state]).to.deep.equal(['active', 'approved'])
  })

  it('stands in the calendar, overdue first, and as iCalendar', async () => {
    const dates = await due()
    const file = folder.file('due.ics')
    await derkey('assessment', 'due', '--ical', file)
    const { stdout } = await derkey('assessment', 'due', '--ical', '-')
    const calendar = new ICAL.Component(ICAL.parse(stdout) as ConstructorParameters<typeof ICAL.Component>[0])

    expect(dates.map(({ state, due_at }) => [state, due_at])).to.deep.equal(dates.map(() => ['lapsed', '2026-04-01T00:00:00Z']))
    expect(dates.find(({ assessment_id }) => assessment_id === key_generation_id)).to.include({
      kind: 'key_generation',
      what: 'assessment',
    })
    expect(calendar.getAllSubcomponents('vevent')).to.have.length(dates.length)
    expect(readFileSync(file, 'utf8')).to.equal(stdout)
    expect((await derkey('assessment', 'due', '--ical', '-', '--json')).code).to.equal(2)
  })

  it('begins with a draft, on which the programme manager comments off the chain, bound by hash', async () => {
    const input = { past_assessment_id: key_generation_id, ...details('2026-06-30T00:00:00Z') }
    renewal_id = (await there.write<{ assessment_id: string }>('assessor', 'POST', '/v1/assessments', input)).body.assessment_id
    writeFileSync(folder.file('comment.md'), 'Which line was it?')
    writeFileSync(folder.file('other.md'), 'Which line was that?')
    const path = `/v1/assessments/${renewal_id}/comments`
    const comment = (actor: ActorName, digest: string) => there.write(actor, 'POST', path, { comment: digest })

    expect(document<object>(await as('programme_manager', 'assessment', 'comment', renewal_id, folder.file('comment.md')))).to.include({
      comment: sha256('Which line was it?'),
    })
    expect((await comment('programme_manager', sha256('And the logs?'))).status).to.equal(201)
    expect((await comment('regulator', sha256('I, too'))).body).to.include({ code: 'right_missing' })
    expect((await comment('programme_manager', '0x12')).body).to.include({ code: 'invalid_input', field: 'comment' })

    const { body } = await there.call<{ comments: CommentRecord[] }>('assessor', 'GET', path)
    const shown = document<{ comments: CommentRecord[] }>(await derkey('assessment', 'show', renewal_id, '--json'))
    const digests = [sha256('Which line was it?'), sha256('And the logs?')]
    expect(body.comments.map(({ comment: digest }) => digest)).to.deep.equal(digests)
    expect(shown.comments.map(({ comment: digest }) => digest)).to.deep.equal(digests)
    expect((await there.call('assessor', 'GET', '/v1/assessments/999/comments')).body).to.include({ code: 'assessment_unknown' })
  })

  it('tells of a file which comment it is, and of another that it is none', async () => {
    const verify = (name: string, ...args: string[]) => derkey('assessment', 'verify', '--comment', folder.file(name), '--json', ...args)
    const other = await verify('other.md')

    expect(document<CommentRecord[]>(await verify('comment.md')).map(({ assessment_id }) => assessment_id)).to.deep.equal([renewal_id])
    expect([other.code, (JSON.parse(other.stderr) as { code: string }).code]).to.deep.equal([1, 'comment_unknown'])
    expect((await verify('comment.md', '--assessment', key_generation_id)).code).to.equal(1)
  })

  it('ends with the approval: the keys answer with the new dates, and nothing more can be commented', async () => {
    await there.write('programme_manager', 'PATCH', `/v1/assessments/${renewal_id}`, { state: 'approved' })
    const late = await there.write('programme_manager', 'POST', `/v1/assessments/${renewal_id}/comments`, { comment: sha256('late') })

    expect((await assessments())[0]).to.deep.equal(['2026-07-01T00:00:00Z', '2026-07-01T00:00:00Z'])
    expect(late.body).to.include({ status: 409, code: 'assessment_state_wrong' })
  })
})
