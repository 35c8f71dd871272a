import { z } from 'zod'
import { statuses } from './enumerations.ts'
import { keyIdField, recordIdField, timeField } from './fields.ts'
import { asOf } from './records.ts'

export const outcomes = ['admit', 'restrict', 'refuse'] as const
/** In rising severity: the worst finding is the outcome. */
export type Outcome = (typeof outcomes)[number]

/**
 * One rule of the policy that was not met, or met only in part. `severity` is the outcome that it alone would give; `registry`, whose
 * answer it is about.
 */
const finding = z
  .object({
    rule: z.string(),
    found: z.string(),
    wanted: z.string(),
    severity: z.enum(outcomes),
    registry: z.string(),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof finding>
/** A finding of a policy, which does not know whose answer it looks at. */
export type RuleFinding = Omit<Finding, 'registry'>

/**
 * What one registry said of the key: its effective status there, `unknown` where it is not registered, `unreachable` where there is no answer
 * to go by. Each registry counts its processes and assessments for itself: their ids mean something only together with `registry`.
 */
const consultation = z
  .object({
    registry: z.string(),
    status: z.enum([...statuses, 'unknown', 'unreachable']),
    process_id: recordIdField.nullable(),
    key_generation_id: recordIdField.nullable(),
    key_protection_id: recordIdField.nullable(),
    as_of: asOf.nullable(),
  })
  .meta({ id: 'Consultation' })
export type Consultation = z.infer<typeof consultation>

/**
 * The decision on a key. In a policy of mode `observe`, `outcome` is what would be enforced; whoever acts on it lets pass. `registry`,
 * `policy` and `as_of` are of the registry that decided; `consulted` are all that were asked, in the configured order.
 */
export const decision = z
  .object({
    outcome: z.enum(outcomes),
    findings: z.array(finding),
    key_id: keyIdField,
    registry: z.string(),
    policy: z.object({ name: z.string(), digest: z.string(), mode: z.enum(['enforce', 'observe']) }),
    as_of: asOf.nullable(),
    consulted: z.array(consultation),
    decided_at: timeField,
  })
  .meta({ id: 'Decision' })
export type Decision = z.infer<typeof decision>

export const clientTypes = ['device', 'aggregator'] as const
export type ClientType = (typeof clientTypes)[number]
