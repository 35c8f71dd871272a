import { toSeconds, toTime } from './fields.ts'

/** How long an offer is good where nothing is said, in seconds. */
const usualTerm = 30 * 86_400

/** Until when an offer is good that says nothing, made at `time`. Both RFC 3339. */
export function termOfOffer(time: string): string {
  return toTime(toSeconds(time) + usualTerm)
}
