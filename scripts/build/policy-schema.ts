import { z } from 'zod'
import { policy } from '../../src/domain/policy.ts'

/** policies/policy.schema.json: the JSON Schema of policy files. */
export function policySchema(): string {
  const { id, ...schema } = z.toJSONSchema(policy, { io: 'input' }) as Record<string, unknown>
  return `${JSON.stringify({ $schema: schema['$schema'], title: id, ...schema }, null, 2)}\n`
}
