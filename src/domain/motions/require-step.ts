import { toSeconds, toTime } from '../fields.ts'
import { Problem, type ProblemCode } from '../problem.ts'
import type { MotionRecord, MotionState } from './motion-record.ts'

export type MotionStep = 'vote' | 'queue' | 'execute' | 'cancel'

const wanted: Readonly<Record<MotionStep, MotionState>> = { vote: 'active', queue: 'passed', execute: 'queued', cancel: 'pending' }

/** From when on the step is possible where time alone is missing, seconds; undefined where it is possible as far as time goes. */
export function stepFrom(step: MotionStep, { state, times }: MotionRecord): number | undefined {
  if (step === 'vote' && state === 'pending') return toSeconds(times.vote_after) + 1
  return step === 'execute' && state === 'queued' && times.execute_from !== null ? toSeconds(times.execute_from) : undefined
}

/**
 * Whether a step of a motion is possible at `clock`, seconds of the chain.
 * @throws Problem `motion_too_early`, `motion_too_late`, `motion_not_passed`, `motion_not_queued`, `motion_final`
 */
export function requireStep(step: MotionStep, motion: MotionRecord, clock: number): void {
  const from = stepFrom(step, motion)
  if (from !== undefined && clock < from) {
    const what = step === 'vote' ? 'the vote begins' : 'the timelock runs until'
    throw new Problem('motion_too_early', { detail: `${what} ${toTime(from)}: in ${from - clock} seconds by the chain's clock` })
  }
  // time has passed the snapshot since the state was read
  const state = motion.state === 'pending' && from !== undefined ? 'active' : motion.state
  if (step === 'cancel' ? motion.state === wanted.cancel : state === wanted[step]) return
  throw refusal(step, motion)
}

function refusal(step: MotionStep, { state, tally, times }: MotionRecord): Problem {
  const counted = `needs ${tally.needed} of ${tally.seats} seats, has ${tally.for} for it, ${tally.against} against, ${tally.abstain} abstaining`
  const say = (code: ProblemCode, detail: string) => new Problem(code, { detail })
  if (state === 'executed') return say('motion_final', 'the motion is executed already')
  if (state === 'cancelled') return say('motion_final', 'its proposer has cancelled the motion')
  if (state === 'rejected')
    return say(
      step === 'vote' ? 'motion_too_late' : 'motion_final',
      `the motion is rejected: ${counted}; the vote ended ${times.vote_until}`,
    )
  if (state === 'expired') {
    const ended =
      times.execute_until === null
        ? `was to be queued until ${times.queue_until ?? times.vote_until}`
        : `was to be executed until ${times.execute_until}`
    return say('motion_final', `the motion is expired: it ${ended}`)
  }
  if (step === 'cancel') return say('motion_not_proposer', `the vote began ${times.vote_after}`)
  if (step === 'vote') return say('motion_too_late', `the motion is ${state}: ${counted}`)
  if (state === 'passed') return say('motion_not_queued', 'the motion has passed, and is not queued')
  if (state === 'queued') return say('motion_too_late', `the motion is queued already, and can be executed from ${times.execute_from}`)
  const left = tally.seats - tally.for - tally.against - tally.abstain
  const hope = tally.for + left < tally.needed ? `; too few are left to vote for it: it cannot pass any more` : ''
  return say('motion_not_passed', `the motion is ${state}: ${counted}${hope}; the vote ends ${times.vote_until}`)
}
