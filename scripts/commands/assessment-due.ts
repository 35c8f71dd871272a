import { Option } from '@commander-js/extra-typings'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../src/files/write-whole.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { headsAmong } from '../../src/chain/reads/heads.ts'
import { readAssessments, readProcesses } from '../../src/chain/reads/lists.ts'
import { assessmentDueDates, linkedSeries } from '../../src/domain/calendar/assessment-due-dates.ts'
import { certificateDueDates } from '../../src/domain/calendar/certificate-due-dates.ts'
import { byDueDate } from '../../src/domain/calendar/due-date.ts'
import type { EvidenceFile } from '../../src/domain/evidence/parse-evidence.ts'
import { toSeconds } from '../../src/domain/fields.ts'
import { periodField } from '../../src/domain/inputs/period-field.ts'
import { Problem } from '../../src/domain/problem.ts'
import { calendarText } from '../calendar/calendar-text.ts'
import { readEvidence } from '../evidence/read-evidence.ts'
import { parseArgument } from '../parse-argument.ts'
import { openRegistryOf, outputOf, reader } from '../registry-command.ts'

const columns = ['due_at', 'grace_until', 'state', 'what', 'kind', 'assessment_id', 'process_ids', 'subject']

export const assessmentDue = reader('due', 'lists what has to be assessed again, overdue first, with the end of the grace')
  .option('--within <period>', 'how far ahead, in days', '90d')
  .option('--evidence <folder>', 'files of evidence (*.json): when their certificates expire, too')
  .addOption(new Option('--ical <file>', 'writes a calendar (RFC 5545) to a file, or with - to standard output'))
  .action(async ({ within, evidence, ical, ...options }, command) => {
    const output = outputOf(command)
    if (ical === '-' && output.json) {
      throw new Problem('invalid_input', { field: 'ical', detail: 'standard output takes the calendar or --json, not both' })
    }
    const withinSeconds = parseArgument('within', periodField, within)
    const files = evidence === undefined ? [] : filesIn(evidence)
    const registry = await openRegistryOf(options)
    const as_of = await readBlock(registry.client)
    const [records, processes] = await Promise.all([readAssessments(registry, as_of.block), readProcesses(registry, as_of.block)])
    const linked = linkedSeries(processes)
    const heads = await headsAmong(registry, records, [...linked.keys()], as_of.block)
    // a policy decides by the clock of its gateway; an idle chain's last block may be old
    const range = { now: Math.max(Math.floor(Date.now() / 1000), toSeconds(as_of.time)), withinSeconds }
    const dates = [...assessmentDueDates(heads, linked, range), ...certificateDueDates(files, records, heads, linked, range)].sort(
      byDueDate,
    )
    const text = () => calendarText(dates, registry.name, as_of)
    if (ical === '-') process.stdout.write(text())
    else {
      if (ical !== undefined) writeWhole(ical, text(), 0o644, { replace: true })
      output.list(dates, columns)
    }
  })

function filesIn(folder: string): EvidenceFile[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return names.sort().map((name) => readEvidence(join(folder, name)))
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw new Problem('file_unreadable', { field: folder, detail: (cause as Error).message, cause })
  }
}
