import { chainProblems } from './problems/chain.ts'
import { certificateProblems } from './problems/certificate.ts'
import { gatewayProblems } from './problems/gateway.ts'
import { governanceProblems } from './problems/governance.ts'
import { inputProblems } from './problems/input.ts'
import { registryProblems } from './problems/registry.ts'
import { serviceProblems } from './problems/service.ts'
import { validatorProblems } from './problems/validators.ts'

/** One row of the errors' table: HTTP status, the sentence, and what to do about it. `code` (the name of the row) is stable. */
export type ProblemRow = { readonly status: number; readonly title: string; readonly action: string }

/** Every error that a user of CLI, API, CA or gateway can meet. docs/errors.md is generated from it. */
export const problems = {
  ...inputProblems,
  ...registryProblems,
  ...chainProblems,
  ...governanceProblems,
  ...validatorProblems,
  ...certificateProblems,
  ...serviceProblems,
  ...gatewayProblems,
} as const satisfies Record<string, ProblemRow>

export type ProblemCode = keyof typeof problems

/** What was wrong, where: `field` is a path into the input, `detail` says the value's fault. */
export type ProblemDetails = { readonly field?: string; readonly detail: string; readonly cause?: unknown }

/** A failure that its user can act on: RFC 9457 over HTTP, one line and an exit code on the command line. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  readonly action: string
  readonly field: string | undefined

  constructor(code: ProblemCode, { field, detail, cause }: ProblemDetails) {
    super(detail, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = problems[code].status
    this.action = problems[code].action
    this.field = field
  }

  /** The body of an `application/problem+json` answer (RFC 9457). */
  toJSON(): { type: string; code: string; title: string; status: number; detail: string; action: string; field?: string } {
    const { title, status, action } = problems[this.code]
    const body = { type: `urn:derkey:problem:${this.code}`, code: this.code, title, status, detail: this.message, action }
    return this.field === undefined ? body : { ...body, field: this.field }
  }
}
