import type { Problem } from '../domain/problem.ts'
export function revertProblem(_error: unknown): Problem | undefined {
  return undefined
}
