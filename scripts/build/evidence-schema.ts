import { z } from 'zod'
import { evidence } from '../../src/domain/evidence/evidence.ts'

/** docs/evidence.schema.json: JSON Schema of the evidence of assessments. */
export function evidenceSchema(): string {
  const { id, ...schema } = z.toJSONSchema(evidence, { io: 'input' }) as Record<string, unknown>
  return `${JSON.stringify({ $schema: schema['$schema'], title: id, ...schema }, null, 2)}\n`
}
