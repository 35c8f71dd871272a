/** Writes policies/policy.schema.json from the zod schema. It is committed; a test and the gate want no change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { policySchema } from './policy-schema.ts'

const file = join(import.meta.dirname, '..', '..', 'policies', 'policy.schema.json')
writeFileSync(file, await format(policySchema(), { parser: 'json', printWidth: 140 }))
