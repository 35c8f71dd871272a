import ical, { ICalAlarmType, ICalEventTransparency } from 'ical-generator'
import type { DueDate } from '../../src/domain/calendar/due-date.ts'
import type { AsOf } from '../../src/domain/records.ts'

const reminderSeconds = 30 * 86_400

/**
 * Due dates as iCalendar (RFC 5545): an event each, at the moment that it is due, which blocks no time and reminds 30 days before. The same due date
 * has the same UID whenever it is written, and a higher SEQUENCE once it moved.
 * @param registry its CAIP-10 name: assessments are counted for each registry by itself
 */
export function calendarText(dates: readonly DueDate[], registry: string, as_of: AsOf): string {
  const calendar = ical({ name: 'Re-assessments', prodId: { company: 'der-key-registry', product: 'derkey', language: 'EN' } })
  for (const date of dates) {
    const description = linesOf(date, registry, as_of).join('\n')
    calendar.createEvent({
      id: `${date.uid}.${registry.replaceAll(':', '.')}@der-key-registry`,
      sequence: date.sequence,
      stamp: new Date(as_of.time),
      start: new Date(date.due_at),
      summary: `${titleOf(date)}: ${date.subject}`,
      description,
      location: date.locations.length === 0 ? null : date.locations.join('; '),
      transparency: ICalEventTransparency.TRANSPARENT,
      alarms: [{ type: ICalAlarmType.display, triggerBefore: reminderSeconds, description: titleOf(date) }],
    })
  }
  return calendar.toString()
}

function titleOf({ what, kind, assessment_id, state }: DueDate): string {
  const name = `${kind.replace('_', ' ')} assessment${assessment_id === null ? '' : ` ${assessment_id}`}`
  const title = what === 'assessment' ? `Re-assessment: ${name}` : `Certificate of ${name}`
  return state === 'valid' ? title : `${title} (${state})`
}

function linesOf({ due_at, grace_until, process_ids, assessor_id, what }: DueDate, registry: string, { block, time }: AsOf): string[] {
  return [
    what === 'assessment' ? `Valid until ${due_at}` : `Expires at ${due_at}`,
    ...(grace_until === null ? [] : [`Grace until ${grace_until}`]),
    `Processes: ${process_ids.join(', ')}`,
    `Assessor: ${assessor_id}`,
    `Registry: ${registry}, as of block ${block} of ${time}`,
  ]
}
