import type { Hex } from '../../domain/fields.ts'
import { agreedHash } from './agreed-hash.ts'
import type { Agreed, Endpoints } from './endpoints.ts'
import type { FollowedLedger } from './window.ts'

const page = 256

/**
 * The newest block that the ledger keeps and the chain has too, up to the chain's head. The ledger's blocks are on the chain up to one of them and no further.
 * @returns undefined where the chain has none of them: it is another chain
 */
export async function findFork(endpoints: Endpoints, ledger: FollowedLedger, agreed: Agreed): Promise<number | undefined> {
  const isCommon = async ({ number, hash }: { readonly number: number; readonly hash: Hex }) =>
    (await agreedHash(endpoints, agreed, number)) === hash
  let before = agreed.head.number + 1
  for (;;) {
    const kept = ledger.keptBlocks(page, before)
    const oldest = kept.at(-1)
    if (oldest === undefined) return undefined
    if (!(await isCommon(oldest))) {
      before = oldest.number
      continue
    }
    // newest first: those from `high` on are common, those before `low` are not
    let [low, high] = [0, kept.length - 1]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (await isCommon(kept[middle] as (typeof kept)[number])) high = middle
      else low = middle + 1
    }
    return kept[low]?.number
  }
}
