import type { ProblemCode } from '../domain/problem.ts'
import { Problem } from '../domain/problem.ts'
import { requireDeployment } from './deployment.ts'
import type { ChainRegistry } from './registry.ts'

/** What a node that is away, starting or overloaded comes to; it passes by itself. */
const passing: readonly ProblemCode[] = ['chain_unreachable', 'chain_timeout', 'chain_busy', 'chain_nonsense', 'chain_refused']

/** Whether the node may do better later, so that a service can start without it. */
export function isAway(error: unknown): boolean {
  return error instanceof Problem && passing.includes(error.code)
}

/**
 * Makes the function that sees to it, before the first answer, that the node is of the deployment's chain and has its contracts: for a service
 * that starts while its node is away. Once that is so, it asks no more.
 * @throws Problem (the function) `wrong_chain`, `contract_missing`, `chain_unreachable`, …
 */
export function deploymentCheck({ client, deployment }: Pick<ChainRegistry, 'client' | 'deployment'>): () => Promise<void> {
  let checking: Promise<void> | undefined
  return () =>
    (checking ??= requireDeployment(client, deployment).catch((error: unknown) => {
      checking = undefined
      throw error
    }))
}
