import { toSeconds, toTime } from './fields.ts'

/**
 * How long an assessment is good for, the same for all assessments of a deployment: a motion sets it. Seconds from the completion, then seconds of
 * grace. A validity of 0: no limit.
 */
export type Validity = { readonly validity_seconds: number; readonly grace_seconds: number }

/** When an assessment is due to be made again, and until when that can be put off; null: no limit. Past either, its state is what it was. */
export type ValidityTimes = { readonly valid_until: string | null; readonly grace_until: string | null }

export function validityTimes(completionDate: string, { validity_seconds, grace_seconds }: Validity): ValidityTimes {
  if (validity_seconds === 0) return { valid_until: null, grace_until: null }
  const until = toSeconds(completionDate) + validity_seconds
  return { valid_until: toTime(until), grace_until: toTime(until + grace_seconds) }
}

/** `valid` up to `valid_until`, `overdue` up to `grace_until`, then `lapsed`. */
export const validityStates = ['valid', 'overdue', 'lapsed'] as const
export type ValidityState = (typeof validityStates)[number]

/** @param now seconds since 1970 */
export function validityState({ valid_until, grace_until }: ValidityTimes, now: number): ValidityState {
  if (valid_until === null || grace_until === null || now <= toSeconds(valid_until)) return 'valid'
  return now <= toSeconds(grace_until) ? 'overdue' : 'lapsed'
}
