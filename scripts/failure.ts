import { Problem } from '../src/domain/problem.ts'
import { coloursFor } from './colours.ts'
import { printable } from './printable.ts'

/**
 * Prints why a command failed, and gives its exit code: 2 when the call or its input is wrong (a 4xx that the caller can correct by
 * calling otherwise), 1 when it was refused or failed.
 */
export function reportFailure(error: unknown, json: boolean): number {
  if (!(error instanceof Problem)) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      json
        ? `${JSON.stringify({ code: 'internal', detail: message })}\n`
        : `${coloursFor(process.stderr).red('error')} ${printable(message)}\n`,
    )
    return 1
  }
  const where = error.field === undefined ? '' : `${error.field}: `
  process.stderr.write(
    json
      ? `${JSON.stringify(error.toJSON())}\n`
      : `${coloursFor(process.stderr).red('error')} ${printable(where + error.message)} (${error.code})\n${error.action}\n`,
  )
  return error.status === 400 || error.status === 413 || error.status === 422 ? 2 : 1
}
