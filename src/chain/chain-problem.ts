import { BaseError, RpcRequestError } from 'viem'
import { Problem } from '../domain/problem.ts'

/** The first error in the chain of causes that `wanted` accepts. */
export function findCause<T>(error: unknown, wanted: (cause: unknown) => cause is T): T | undefined {
  for (let cause = error; cause !== undefined && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    if (wanted(cause)) return cause
  }
  return undefined
}

const isProblem = (cause: unknown): cause is Problem => cause instanceof Problem
export const isRpcError = (cause: unknown): cause is RpcRequestError => cause instanceof RpcRequestError
const isViemError = (cause: unknown): cause is BaseError => cause instanceof BaseError

/** Whatever viem threw, as a `Problem`. What is no failure of the chain (a bug of ours) comes back as it is. */
export function chainProblem(error: unknown): unknown {
  const problem = findCause(error, isProblem)
  if (problem !== undefined) return problem
  const refused = findCause(error, isRpcError)
  if (refused !== undefined) return new Problem('chain_refused', { detail: `the node says: ${refused.details}`, cause: error })
  const other = findCause(error, isViemError)
  return other === undefined ? error : new Problem('chain_nonsense', { detail: other.shortMessage, cause: error })
}

/** Runs a request of viem's; a failure of node or chain comes out as a `Problem`. */
export async function ask<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    throw chainProblem(error)
  }
}
