import type { SeatVote, Vote } from './motion-record.ts'

/** Votes of one segment, or of one country. */
export type PartTally = {
  readonly name: string
  readonly for: number
  readonly against: number
  readonly abstain: number
  readonly silent: number
}

/** The votes by what the seats have in common; accounts that hold no seat any more stand under `-`. */
export function tallyBy(votes: readonly SeatVote[], field: 'segment' | 'country'): PartTally[] {
  const names = [...new Set(votes.map((vote) => vote[field] ?? '-'))].toSorted()
  return names.map((name) => {
    const part = votes.filter((vote) => (vote[field] ?? '-') === name)
    const count = (wanted: Vote | null) => part.filter(({ vote }) => vote === wanted).length
    return { name, for: count('for'), against: count('against'), abstain: count('abstain'), silent: count(null) }
  })
}
