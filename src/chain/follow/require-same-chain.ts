import { Problem } from '../../domain/problem.ts'
import { requireHeader, type Agreed, type Endpoints } from './endpoints.ts'
import { findFork } from './find-fork.ts'
import type { Endpoint } from './open-endpoint.ts'
import type { FollowedLedger } from './window.ts'

/**
 * Rolls the ledger back to the last block that it has in common with the chain, where that is not its newest: QBFT does not do so, development chains do.
 * @throws Problem `chain_behind` where the chain ends before the ledger, and is the same as far as it goes; `chain_forked` where they have no block in common
 */
export async function requireSameChain(
  endpoints: Endpoints,
  ledger: FollowedLedger,
  agreed: Agreed,
  onRollBack?: (from: number, to: number) => void,
): Promise<void> {
  const position = ledger.position()
  if (position === undefined) return
  const { head, believed } = agreed
  const [endpoint] = believed as [Endpoint]
  if (position.block <= head.number) {
    const { hash } = position.block === head.number ? head : await requireHeader(endpoint, position.block)
    if (hash === position.hash) return
  }
  const common = await findFork(endpoints, ledger, agreed)
  if (common === position.block) return
  if (common === undefined) {
    const [oldest] = ledger.keptBlocks(1, head.number + 1)
    if (oldest === undefined) throw behind(position.block, head.number)
    throw new Problem('chain_forked', { detail: `block ${oldest.number} and all before it are others than those that were followed` })
  }
  if (common === ledger.keptBlocks(1, head.number + 1)[0]?.number && position.block > head.number) throw behind(position.block, head.number)
  ledger.rollBack(common)
  onRollBack?.(position.block, common)
}

function behind(position: number, head: number): Problem {
  return new Problem('chain_behind', { detail: `the newest block is ${head}, and block ${position} was there already` })
}
