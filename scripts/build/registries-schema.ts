import { z } from 'zod'
import { registriesFile } from '../registries/registries-file.ts'

/** docs/registries.schema.json: JSON Schema of the file of `--registries`. */
export function registriesSchema(): string {
  const { id: _, ...schema } = z.toJSONSchema(registriesFile, { io: 'input' }) as Record<string, unknown>
  return `${JSON.stringify(schema, null, 2)}\n`
}
