/** Writes docs/keygen.schema.json and docs/keygen-openapi.json. They are committed; a test and the gate want no change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { keygenOpenApiPage, keygenSchema } from './keygen-pages.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const pages = { 'keygen.schema.json': keygenSchema(), 'keygen-openapi.json': keygenOpenApiPage() }
for (const [name, text] of Object.entries(pages)) writeFileSync(join(docs, name), await format(text, { parser: 'json', printWidth: 140 }))
