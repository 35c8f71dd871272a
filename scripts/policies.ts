import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { CompiledPolicy } from '../src/domain/compile-policy.ts'
import { parsePolicy } from '../src/domain/policy-file.ts'
import { Problem } from '../src/domain/problem.ts'

/** policies/ beside scripts/ in a checkout, beside dist/ in the package. */
const folder = [join(import.meta.dirname, '..', 'policies'), join(import.meta.dirname, '..', '..', 'policies')].find((path) =>
  existsSync(path),
)

/** Paths of the ready-made policies, by name. */
export function readyMadePolicies(): Record<string, string> {
  if (folder === undefined) return {}
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
  return Object.fromEntries(files.map((file) => [basename(file, '.json'), join(folder, file)]))
}

/** A policy by the path of its file, or by the name of a ready-made one. @throws Problem `file_unreadable`, `invalid_configuration` */
export function readPolicy(nameOrFile: string): CompiledPolicy {
  const file = existsSync(nameOrFile) ? nameOrFile : (readyMadePolicies()[nameOrFile] ?? nameOrFile)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const there = Object.keys(readyMadePolicies()).join(', ')
    throw new Problem('file_unreadable', { field: 'policy', detail: `${(error as Error).message}; ready-made: ${there}`, cause: error })
  }
  try {
    return parsePolicy(text)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { field: error.field ?? 'policy', detail: `${file}: ${error.message}`, cause: error })
  }
}

/** Policies by name, of the files given, or else the ready-made ones. @throws Problem as `readPolicy` */
export function readPolicies(files: Readonly<Record<string, string>> = readyMadePolicies()): Map<string, CompiledPolicy> {
  return new Map(Object.entries(files).map(([name, file]) => [name, readPolicy(file)]))
}
