/** Writes docs/gateway.schema.json from the schema in the code. It is committed; a test and the gate want no change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { gatewaySchema } from './gateway-schema.ts'

const file = join(import.meta.dirname, '..', '..', 'docs', 'gateway.schema.json')
writeFileSync(file, await format(gatewaySchema(), { parser: 'json', printWidth: 140 }))
