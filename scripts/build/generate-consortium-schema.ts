/** Writes examples/consortium.schema.json from the schema in the code. It is committed; a test and the gate want no change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { consortiumSchema } from './consortium-schema.ts'

const file = join(import.meta.dirname, '..', '..', 'examples', 'consortium.schema.json')
writeFileSync(file, await format(consortiumSchema(), { parser: 'json', printWidth: 140 }))
