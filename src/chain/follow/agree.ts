import type { Hex } from '../../domain/fields.ts'
import type { FollowedBlock } from './window.ts'

/** An endpoint's newest block, and how to ask it for the hash of an earlier one. */
export type Voter<T> = { readonly endpoint: T; readonly head: FollowedBlock; hashAt(block: number): Promise<Hex> }

export type Agreement<T> = {
  /** What is followed: no further than a majority of those that answer has got. */
  readonly block: { readonly number: number; readonly hash: Hex }
  /** Those that have it, in the order in which they were given. */
  readonly believed: readonly T[]
  /** Those with another hash at a height where the believed ones agree. */
  readonly disagreeing: readonly { readonly endpoint: T; readonly block: number }[]
  /** Those that have the same history, and too little of it. */
  readonly behind: readonly { readonly endpoint: T; readonly block: number }[]
}

/**
 * Compares the histories of those that answer at one recent block. Of two, one that is more than `mayLag` blocks behind is left there; of three and more, the
 * majority is believed. One that is asked alone is believed.
 * @returns undefined where they disagree and no side is a majority
 */
export async function agree<T>(voters: readonly Voter<T>[], mayLag: number): Promise<Agreement<T> | undefined> {
  const majority = Math.floor(voters.length / 2) + 1
  const heads = voters.map(({ head }) => head.number).sort((one, other) => other - one)
  const [highest = 0] = heads
  const reached = heads[majority - 1] ?? highest
  // of two, the one behind cannot outvote the other; it can only contradict it
  const alone = voters.length === 2 && highest - reached > mayLag
  const heights = [...new Set(alone ? [highest] : heads.filter((height) => height <= reached && height >= reached - mayLag))]
  for (const height of heights) {
    const votes = await Promise.all(
      voters.filter(({ head }) => head.number >= height).map(async (voter) => ({ voter, hash: await voter.hashAt(height) })),
    )
    const hash = votes.find(({ hash }) => votes.filter((other) => other.hash === hash).length >= (alone ? 1 : majority))?.hash
    if (hash === undefined) continue
    const believed = votes.filter((vote) => vote.hash === hash).map(({ voter }) => voter)
    const others = voters.filter((voter) => !believed.includes(voter))
    const { disagreeing, behind } = await sortOut(others, believed[0] as Voter<T>, height, mayLag)
    if (alone && disagreeing.length > 0) return undefined
    return { block: { number: height, hash }, believed: believed.map(({ endpoint }) => endpoint), disagreeing, behind }
  }
  return undefined
}

async function sortOut<T>(others: readonly Voter<T>[], believed: Voter<T>, height: number, mayLag: number) {
  const compared = await Promise.all(
    others.map(async ({ endpoint, head, hashAt }) => {
      const block = Math.min(head.number, height)
      const same = (await hashAt(block)) === (await believed.hashAt(block))
      return { endpoint, block, same, late: height - block > mayLag }
    }),
  )
  return {
    disagreeing: compared.filter(({ same }) => !same),
    behind: compared.filter(({ same, late }) => same && late),
  }
}
