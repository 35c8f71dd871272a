/** Two kinds of motion over the same seats: `ordinary` takes more than half of all seats, `constitution` two thirds of all. */
export const motionKinds = ['ordinary', 'constitution'] as const
export type MotionKind = (typeof motionKinds)[number]

/** In the order of OpenZeppelin's Governor; `passed` is its Succeeded, `rejected` its Defeated. */
export const motionStates = ['pending', 'active', 'cancelled', 'rejected', 'passed', 'queued', 'expired', 'executed'] as const
export type MotionState = (typeof motionStates)[number]

/** In the order of OpenZeppelin's GovernorCountingSimple. */
export const votes = ['against', 'for', 'abstain'] as const
export type Vote = (typeof votes)[number]

/** A call that a motion makes, in words: `contract` and `function` are null where this version does not know them, `arguments` then too. */
export type DecodedCall = {
  readonly target: string
  readonly contract: string | null
  readonly function: string | null
  readonly arguments: Readonly<Record<string, unknown>> | null
  readonly calldata: string
}

/** When each step of a motion is possible, RFC 3339; null where that is not known yet, or has no end. */
export type MotionTimes = {
  readonly proposed_at: string
  /** Votes count after this second, … */
  readonly vote_after: string
  /** … up to and with this one. */
  readonly vote_until: string
  readonly queue_until: string | null
  readonly execute_from: string | null
  readonly execute_until: string | null
}

/** Votes so far; `needed` of `seats`, all that there were when the vote began; undecided until then, as of now. */
export type Tally = {
  readonly seats: number
  readonly needed: number
  readonly for: number
  readonly against: number
  readonly abstain: number
}

/** A motion as the chain has it. */
export type MotionRecord = {
  /** `0x` and 64 hex digits: the hash of all that it binds. */
  readonly motion_id: string
  readonly kind: MotionKind
  readonly state: MotionState
  readonly proposer: string
  readonly description: string
  readonly tally: Tally
  readonly times: MotionTimes
  readonly calls: readonly DecodedCall[]
}

/** A seat's vote; `vote` is null where it has not voted, the rest where the account holds no seat any more. */
export type SeatVote = {
  readonly account: string
  readonly entity_id: string | null
  readonly country: string | null
  readonly segment: string | null
  readonly vote: Vote | null
  readonly reason: string
  readonly time: string | null
}
