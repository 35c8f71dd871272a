import { z } from 'zod'
import { consortium } from '../../src/domain/consortium.ts'

/** examples/consortium.schema.json: JSON Schema of consortium.json. Caps, repeats and references are checked by `derkey` alone. */
export function consortiumSchema(): string {
  const { id: _, ...schema } = z.toJSONSchema(consortium, { io: 'input' }) as Record<string, unknown>
  return `${JSON.stringify(schema, null, 2)}\n`
}
