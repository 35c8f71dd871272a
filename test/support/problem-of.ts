import { Problem } from '../../src/domain/problem.ts'

/** The `Problem` that the promise ends with. @throws whatever else it ends with */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('no problem was met')
}
