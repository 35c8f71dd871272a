import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ICAL from 'ical.js'
import { expect } from 'chai'
import { calendarText } from '../../../scripts/calendar/calendar-text.ts'
import { assessmentDueDates, linkedSeries } from '../../../src/domain/calendar/assessment-due-dates.ts'
import { certificateDueDates } from '../../../src/domain/calendar/certificate-due-dates.ts'
import { byDueDate } from '../../../src/domain/calendar/due-date.ts'
import { parseEvidence } from '../../../src/domain/evidence/parse-evidence.ts'
import type { AssessmentRecord, ProcessRecord } from '../../../src/domain/records.ts'
import { keyInfoOf, registry } from '../../support/key-info.ts'

const now = Date.parse('2026-11-21T00:00:00Z') / 1000
const days = (count: number) => count * 86_400
const file = parseEvidence(readFileSync(join(import.meta.dirname, '..', '..', '..', 'examples', 'evidence', 'key-generation.json')))
const asOf = { block: 7, time: '2026-11-20T00:00:00Z' }

const process = (process_id: string, change: Partial<ProcessRecord> = {}): ProcessRecord => ({
  ...keyInfoOf().process,
  process_id,
  ...change,
})
const head = (assessment_id: string, valid_until: string | null, change: Partial<AssessmentRecord> = {}) =>
  ({
    ...keyInfoOf().key_generation,
    assessment_id,
    valid_until,
    grace_until: valid_until === null ? null : valid_until.replace(/^\d{4}-\d{2}/, '2027-12'),
    ...change,
  }) as AssessmentRecord

describe('the calendar of re-assessments', () => {
  const linked = linkedSeries([process('1'), process('2', { key_protection_id: '3' })])
  const due = (heads: readonly AssessmentRecord[], within = days(90)) => assessmentDueDates(heads, linked, { now, withinSeconds: within })

  it('has a series once, with every process that rests on it', () => {
    expect(due([head('1', '2027-01-01T00:00:00Z')])).to.deep.equal([
      {
        what: 'assessment',
        uid: 'assessment-1',
        sequence: 1,
        due_at: '2027-01-01T00:00:00Z',
        grace_until: '2027-12-01T00:00:00Z',
        state: 'valid',
        assessment_id: '1',
        kind: 'key_generation',
        process_ids: ['1', '2'],
        assessor_id: `0x${'03'.repeat(20)}`,
        locations: ['US 95814'],
        subject: 'line 1',
      },
    ])
  })

  it('has what is due within the period to the second, and what is overdue or lapsed always', () => {
    const states = (until: string, grace = '2027-12-01T00:00:00Z') =>
      due([head('1', until, { grace_until: grace })]).map(({ state }) => state)
    expect(states('2027-02-19T00:00:00Z')).to.deep.equal(['valid'])
    expect(states('2027-02-19T00:00:01Z')).to.deep.equal([])
    expect(states('2026-11-20T23:59:59Z')).to.deep.equal(['overdue'])
    expect(states('2026-01-01T00:00:00Z', '2026-11-20T23:59:59Z')).to.deep.equal(['lapsed'])
    expect(due([head('1', null)]), 'no validity set').to.deep.equal([])
  })

  it('leaves out drafts, what was withdrawn, series that no process uses, and processes that were revoked', () => {
    const at = '2027-01-01T00:00:00Z'
    for (const state of ['proposed', 'rejected', 'withdrawn', 'corrected'] as const)
      expect(due([head('1', at, { state })]), state).to.deep.equal([])
    expect(due([head('1', at, { state: 'suspended' })]).length, 'suspended').to.equal(1)
    expect(due([head('9', at)]), 'not linked').to.deep.equal([])
    expect([...linkedSeries([process('1', { state: 'revoked' })]).keys()]).to.deep.equal([])
  })

  it('moves the due date with a renewal, and keeps its UID', () => {
    const [before] = due([head('1', '2026-12-01T00:00:00Z')])
    const [after] = due([head('8', '2027-01-15T00:00:00Z', { past_assessment_id: '1' })])
    expect(after?.uid).to.equal(before?.uid)
    expect(after?.sequence).to.be.above(before?.sequence ?? 0)
  })

  describe('of certificates', () => {
    const bound = head('1', null, { reference: file.sha256 })
    const certificates = (records: readonly AssessmentRecord[], heads = records, within = days(1700)) =>
      certificateDueDates([file], records, heads, linked, { now, withinSeconds: within })

    it('has each certificate once, with its certifications', () => {
      expect(
        certificates([bound]).map(({ due_at, subject, assessment_id, process_ids }) => [due_at, subject, assessment_id, process_ids]),
      ).to.deep.equal([
        [
          '2030-05-12T00:00:00Z',
          'cc_eal6, cc_ava_van5 CC-0001-V2-2025, Example certification body: Secure element E1, firmware 2.4: augmented by AVA_VAN.5',
          '1',
          ['1', '2'],
        ],
        ['2031-01-31T00:00:00Z', 'esv E-0001, Example validation programme: Noise source of secure element E1', '1', ['1', '2']],
      ])
    })

    it('has those that have expired, and none that expire later than asked for', () => {
      const expired = certificateDueDates([file], [bound], [bound], linked, { now: now + days(1500), withinSeconds: 0 })
      expect(expired.map(({ state }) => state)).to.deep.equal(['expired'])
      expect(certificates([bound], [bound], days(90))).to.deep.equal([])
    })

    it('leaves out evidence of an assessment that was renewed, and keeps that of none', () => {
      expect(certificates([bound], [head('8', null, { past_assessment_id: '1' })])).to.deep.equal([])
      expect(certificates([], []).map(({ assessment_id, process_ids }) => [assessment_id, process_ids])).to.deep.equal([
        [null, ['3']],
        [null, ['3']],
      ])
    })
  })
})

describe('the calendar as iCalendar (RFC 5545)', () => {
  const linked = linkedSeries([process('1')])
  const heads = [
    head('1', '2027-01-01T00:00:00Z', {
      scope: 'Líne 1; "secure, element"\\, Änderung — und noch viel mehr Wörter, damit die Zeile gefaltet wird',
    }),
  ]
  const dates = [
    ...assessmentDueDates(heads, linked, { now, withinSeconds: days(90) }),
    ...certificateDueDates([file], heads, heads, linked, { now, withinSeconds: days(1700) }),
  ].sort(byDueDate)
  const text = calendarText(dates, registry, asOf)
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[] as ConstructorParameters<typeof ICAL.Component>[0])
  const events = calendar.getAllSubcomponents('vevent')
  const [first] = events.map((each) => new ICAL.Event(each))

  it('has what every calendar has, in lines of at most 75 octets that end with CRLF', () => {
    expect(calendar.getFirstPropertyValue('version')).to.equal('2.0')
    expect(calendar.getFirstPropertyValue('prodid')).to.include('der-key-registry')
    const lines = text.split('\r\n')
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).to.deep.equal([])
    expect(lines.every((line) => !/[\r\n]/.test(line))).to.be.true
  })

  it('has an event a due date, at its moment in UTC, with the words as they were', () => {
    expect(events).to.have.length(dates.length)
    expect(first?.startDate.toJSDate().toISOString()).to.equal('2027-01-01T00:00:00.000Z')
    expect(first?.summary).to.equal(`Re-assessment: key generation assessment 1: ${heads[0]?.scope}`)
    expect(first?.location).to.equal('US 95814')
    expect(events[1]?.getFirstPropertyValue('location')).to.equal('Provisioning plant, line 2, US 95814; Chip factory, NL 6534')
    expect(first?.description.split('\n')).to.deep.equal([
      'Valid until 2027-01-01T00:00:00Z',
      'Grace until 2027-12-01T00:00:00Z',
      'Processes: 1',
      `Assessor: 0x${'03'.repeat(20)}`,
      `Registry: ${registry}, as of block 7 of 2026-11-20T00:00:00Z`,
    ])
  })

  it('blocks no time, and reminds 30 days before', () => {
    for (const event of events) {
      expect(event.getFirstPropertyValue('transp')).to.equal('TRANSPARENT')
      const [alarm] = event.getAllSubcomponents('valarm')
      expect(alarm?.getFirstPropertyValue('action')).to.equal('DISPLAY')
      expect(String(alarm?.getFirstPropertyValue('trigger'))).to.equal('-P30D')
    }
  })

  it('has a UID of its own for each, the same whenever it is written, another in another registry', () => {
    const uids = (calendar: string) => [...calendar.matchAll(/^UID:(.*(?:\r\n .*)*)/gm)].map(([, uid]) => uid)
    const again = calendarText(dates, registry, { block: 9, time: '2026-11-25T00:00:00Z' })
    expect(new Set(uids(text)).size).to.equal(dates.length)
    expect(uids(again)).to.deep.equal(uids(text))
    expect(uids(calendarText(dates, registry.replace('31337', '1'), asOf))).to.not.include(uids(text)[0])
  })
})
