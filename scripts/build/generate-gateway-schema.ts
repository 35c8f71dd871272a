/** Writes docs/evidence.schema.json, docs/gateway.schema.json and docs/registries.schema.json from the schemas in the code. They are committed; tests and the gate want no change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { evidenceSchema } from './evidence-schema.ts'
import { gatewaySchema } from './gateway-schema.ts'
import { registriesSchema } from './registries-schema.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const pages = {
  'evidence.schema.json': evidenceSchema(),
  'gateway.schema.json': gatewaySchema(),
  'registries.schema.json': registriesSchema(),
}
for (const [name, text] of Object.entries(pages)) writeFileSync(join(docs, name), await format(text, { parser: 'json', printWidth: 140 }))
