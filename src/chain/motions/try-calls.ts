import { Problem } from '../../domain/problem.ts'
import type { ContractCall } from '../calls/contract-call.ts'
import { view, type ChainRegistry } from '../registry.ts'
import { timelockOf } from './governance.ts'
import type { Motion } from './motion.ts'

/**
 * What each call of a motion would end with, were it made now, by itself; null: it would be made. A call that relies on an earlier one of the same
 * motion fails here, and may not then.
 */
export function tryCalls({ client, deployment }: ChainRegistry, { kind, calls }: Motion): Promise<(Problem | null)[]> {
  const account = timelockOf(deployment.contracts, kind)
  const attempt = async ({ to, data }: ContractCall): Promise<Problem | null> => {
    try {
      await view(() => client.call({ account, to, data, blockTag: 'pending' }))
      return null
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return error
      throw error
    }
  }
  return Promise.all(calls.map(attempt))
}
