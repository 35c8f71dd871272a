import { Problem } from '../src/domain/problem.ts'
import { coloursFor } from './colours.ts'
import { KeyFilesInvalid } from './keys/key-faults.ts'
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
      : `${coloursFor(process.stderr).red('error')} ${printable(where + error.message)} (${error.code})\n${error.action}\n${error instanceof KeyFilesInvalid ? linesOf(error) : ''}`,
  )
  return error.status === 400 || error.status === 413 || error.status === 422 ? 2 : 1
}

/** A line a fault, then what to do about each kind of them. */
function linesOf({ faults }: KeyFilesInvalid): string {
  const lines = faults.map(({ file, position, problem: { code, message } }) => {
    const where = position === '' ? file : `${file}, ${position}`
    return `  ${printable(`${where}: ${message}`)} (${code})\n`
  })
  const actions = new Map(faults.map(({ problem: { code, action } }) => [code, action]))
  return [...lines, ...[...actions].map(([code, action]) => `${code}: ${action}\n`)].join('')
}
