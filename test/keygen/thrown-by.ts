import { Problem } from '../../src/domain/problem.ts'

/** The `Problem` that `work` throws; undefined where it throws none. @throws whatever else it throws */
export function thrownBy(work: () => unknown): Problem | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
