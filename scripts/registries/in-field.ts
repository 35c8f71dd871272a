import { Problem } from '../../src/domain/problem.ts'

/** Runs `work`; a Problem of it names its field behind `path`. */
export function inField<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw behind(path, error)
  }
}

/** The same of what takes its time. */
export async function inFieldLater<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw behind(path, error)
  }
}

function behind(path: string, error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  const { code, field, message } = error
  return new Problem(code, { field: field === undefined ? path : `${path}.${field}`, detail: message, cause: error })
}
