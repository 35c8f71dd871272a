/** Writes docs/openapi.json and docs/oracle.schema.json. They are committed; a test and the gate want no change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { openApiPage, oracleSchemaPage } from './oracle-pages.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
for (const [name, page] of [
  ['openapi.json', openApiPage()],
  ['oracle.schema.json', oracleSchemaPage()],
] as const) {
  writeFileSync(join(docs, name), await format(page, { parser: 'json', printWidth: 140 }))
}
