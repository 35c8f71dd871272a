/** Writes the pages of docs/ that are made from tables in the code. They are committed; the gate makes them again and wants no change. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorsPage } from './errors-page.ts'

writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'errors.md'), errorsPage())
