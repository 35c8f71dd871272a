import { Problem } from '../../src/domain/problem.ts'

/** The Problem that `action` throws; any other error is thrown on, none is undefined. */
export function problemOf(action: () => unknown): Problem | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
