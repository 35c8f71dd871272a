import { z } from 'zod'
import { certifications } from '../bit-fields.ts'
import { digestField, entityIdField, recordIdField, timeField } from '../fields.ts'
import { keyGenerationResultInput, keyProtectionResultInput, locationField } from '../inputs/assessment-result.ts'
import { pastTimeField } from '../inputs/past-time-field.ts'
import { textField } from '../inputs/text-field.ts'

const certificate = z
  .strictObject({
    certification: z.enum(certifications).describe('As tables 7 and 8 name it'),
    number: textField(1, 100).describe('As its issuer numbers it'),
    scope: textField(1, 1000).describe('What is certified: product, version, site'),
    issuer: textField(1, 200),
    issued_at: pastTimeField.optional(),
    expires_at: timeField.nullable().describe('null: it does not expire'),
  })
  .meta({ id: 'EvidenceCertificate' })
export type EvidenceCertificate = z.output<typeof certificate>

const severities = ['critical', 'major', 'minor', 'observation'] as const

const auditFinding = z
  .strictObject({
    id: textField(1, 64),
    severity: z.enum(severities),
    text: textField(1, 4000),
    closed_at: pastTimeField.nullable().describe('When it was found mended; null: open'),
  })
  .meta({ id: 'AuditFinding' })

const common = {
  $schema: z.string().optional(),
  report_number: textField(1, 100).describe('As the assessor numbers its reports'),
  process_id: recordIdField.describe('The process that the series of assessments was recorded for'),
  past_assessment_id: recordIdField.nullable().default(null).describe('The original, in the evidence of a renewal or correction'),
  assessor_id: entityIdField,
  started_at: pastTimeField.describe('When the audit began'),
  completion_date: pastTimeField,
  announced: z.boolean().describe('false: the visits were not announced (5.6.3)'),
  sites: z
    .array(z.strictObject({ name: textField(1, 200), location: locationField }))
    .min(1)
    .max(100)
    .describe('Where the audit took place'),
  scope: textField(1, 200).describe('What was assessed, as on chain'),
  criteria: digestField.nullable().describe('SHA-256 of the document of assessment criteria; null: none given'),
  certificates: z.array(certificate).max(200),
  findings: z.array(auditFinding).max(1000),
}

/**
 * The evidence of an assessment, off the chain; `reference` on chain is the SHA-256 of the file's bytes. It holds the results once more, so that
 * whoever has the file can compare them (table 7 or 8; of a renewal, those that it confirms).
 */
export const evidence = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...common, kind: z.literal('key_generation'), assessment_result: keyGenerationResultInput }),
    z.strictObject({ ...common, kind: z.literal('key_protection'), assessment_result: keyProtectionResultInput }),
  ])
  .superRefine(({ started_at, completion_date, findings }, context) => {
    const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (started_at > completion_date) fault(['completion_date'], 'is before started_at')
    findings.forEach(({ id, closed_at }, index) => {
      if (findings.findIndex((other) => other.id === id) !== index) fault(['findings', index, 'id'], `${JSON.stringify(id)} is there twice`)
      if (closed_at !== null && closed_at < started_at) fault(['findings', index, 'closed_at'], 'is before started_at')
    })
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.output<typeof evidence>
