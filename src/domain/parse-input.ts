import type { z } from 'zod'
import { Problem } from './problem.ts'
import type { ProblemCode } from './problem.ts'

type InputCode = Extract<ProblemCode, 'invalid_input' | 'invalid_configuration'>

/**
 * `value` as `schema` reads it.
 * @throws Problem of `code` that names every field at fault by its path, such as `assessment_result.location`; unknown fields too
 */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown, code: InputCode = 'invalid_input'): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw faultsProblem(listFaults(result.error), code)
}

/** What is wrong with the value at a path such as `rules.key_storage.accept[0]`; an empty path is the whole input. */
export type Fault = { readonly field: string; readonly detail: string }

/** The first fault of each field: what fails the first check of a field fails the later ones for the same reason. */
export function listFaults(error: z.ZodError): Fault[] {
  const all = error.issues.flatMap(faultsOf)
  return all.filter(({ field }, index) => all.findIndex((fault) => fault.field === field) === index)
}

/** One fault alone is named by `field`, several stand in `detail` each behind its path. */
export function faultsProblem(faults: readonly Fault[], code: InputCode): Problem {
  const [first, ...others] = faults
  if (first !== undefined && others.length === 0 && first.field !== '') return new Problem(code, first)
  return new Problem(code, { detail: faults.map(({ field, detail }) => (field === '' ? detail : `${field}: ${detail}`)).join('; ') })
}

/** @throws Problem of `code` for what is no JSON */
export function parseJson(text: string, code: InputCode = 'invalid_input'): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem(code, { detail: `is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause })
  }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const { path } = issue
  if ('input' in issue && issue.input === undefined) return [{ field: pathOf(path), detail: 'is missing' }]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ field: pathOf([...path, key]), detail: 'is no known field' }))
  const branch = issue.code === 'invalid_union' ? closestBranch(issue.errors) : undefined
  if (branch !== undefined) return branch.flatMap((inner) => faultsOf({ ...inner, path: [...path, ...inner.path] }))
  // of a choice, what was given stands beside what may be given
  const given =
    issue.code === 'invalid_value' && typeof issue.input === 'string' ? ` instead of ${JSON.stringify(issue.input.slice(0, 60))}` : ''
  return [{ field: pathOf(path), detail: `${boundOf(issue) ?? issue.message}${given}` }]
}

/** A bound without words of its own in the schema. */
function boundOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined
  if (!/^Too (small|big): /.test(issue.message)) return undefined
  const [limit, beyond] = issue.code === 'too_small' ? [issue.minimum, 'more'] : [issue.maximum, 'fewer']
  const bound = issue.inclusive === false ? `${beyond} than ${limit}` : `${limit} or ${beyond}`
  const counted = issue.origin === 'string' ? 'characters' : issue.origin === 'array' ? 'entries' : undefined
  return counted === undefined ? `must be ${bound.replace('fewer', 'less')}` : `must have ${bound} ${counted}`
}

/** Of the faults that each branch of a union found, those of the branch that `value` looks like: of the right type at least. */
function closestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  return branches.find((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0))
}

/** `rules.key_storage.accept[0]` */
function pathOf(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('')
}
