import { z } from 'zod'
import { keyIdField, timeField } from './fields.ts'
import { asOf } from './records.ts'

export const outcomes = ['admit', 'restrict', 'refuse'] as const
/** In rising severity: the worst finding is the outcome. */
export type Outcome = (typeof outcomes)[number]

/** One rule of the policy that was not met, or met only in part. `severity` is the outcome that it alone would give. */
export const finding = z
  .object({
    rule: z.string(),
    found: z.string(),
    wanted: z.string(),
    severity: z.enum(outcomes),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof finding>

/** The decision on a key. In a policy of mode `observe`, `outcome` is what would be enforced; whoever acts on it lets pass. */
export const decision = z
  .object({
    outcome: z.enum(outcomes),
    findings: z.array(finding),
    key_id: keyIdField,
    registry: z.string(),
    policy: z.object({ name: z.string(), digest: z.string(), mode: z.enum(['enforce', 'observe']) }),
    as_of: asOf.nullable(),
    decided_at: timeField,
  })
  .meta({ id: 'Decision' })
export type Decision = z.infer<typeof decision>

export const clientTypes = ['device', 'aggregator'] as const
export type ClientType = (typeof clientTypes)[number]
