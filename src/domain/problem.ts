import { chainProblems } from './problems/chain.ts'
import { certificateProblems } from './problems/certificate.ts'
import { gatewayProblems } from './problems/gateway.ts'
import { governanceProblems } from './problems/governance.ts'
import { inputProblems } from './problems/input.ts'
import { keygenProblems } from './problems/keygen.ts'
import { keygenServiceProblems } from './problems/keygen-service.ts'
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
  ...keygenProblems,
  ...keygenServiceProblems,
} as const satisfies Record<string, ProblemRow>

export type ProblemCode = keyof typeof problems

/** Which registry says so, as of which block. */
type Said = { readonly registry: string; readonly as_of: { readonly block: number; readonly time: string } }

/**
 * What was wrong, where: `field` is a path into the input, `detail` says the value's fault; `retryAt`, RFC 3339: it will be no fault then.
 * `said`: that something is not there is an answer of a registry like any other.
 */
export type ProblemDetails = {
  readonly field?: string
  readonly detail: string
  readonly cause?: unknown
  readonly retryAt?: string
  readonly said?: Said
}

type ProblemBody = {
  readonly type: string
  readonly code: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly action: string
  readonly field?: string
  readonly retry_at?: string
} & Partial<Said>

/** A failure that its user can act on: RFC 9457 over HTTP, one line and an exit code on the command line. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  readonly action: string
  readonly field: string | undefined
  readonly retryAt: string | undefined
  readonly said: Said | undefined

  constructor(code: ProblemCode, { field, detail, cause, retryAt, said }: ProblemDetails) {
    super(detail, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = problems[code].status
    this.action = problems[code].action
    this.field = field
    this.retryAt = retryAt
    this.said = said
  }

  /** The body of an `application/problem+json` answer (RFC 9457). */
  toJSON(): ProblemBody {
    const { title, status, action } = problems[this.code]
    const { code, field, message: detail, retryAt } = this
    const body = { type: `urn:derkey:problem:${code}`, code, title, status, detail, action }
    return { ...body, ...(field !== undefined && { field }), ...(retryAt !== undefined && { retry_at: retryAt }), ...this.said }
  }
}
