import type { Problem } from '../../src/domain/problem.ts'
import type { DecodedCall, MotionRecord, SeatVote } from '../../src/domain/motions/motion-record.ts'
import { tallyBy } from '../../src/domain/motions/tally-by.ts'
import { table } from '../output.ts'
import { printable } from '../printable.ts'
import { linesOf } from '../registry-command.ts'
import { linesOfCaps, type Caps } from './caps.ts'

export type Shown = {
  readonly motion: MotionRecord
  readonly votes: readonly (SeatVote & { readonly name: string | null })[]
  readonly caps: Caps | null
  /** What each call would end with now; absent once that has no meaning. */
  readonly refused: readonly (Problem | null)[] | null
}

/** A motion for people: what it says and does, how it stands, who voted how, and what the caps will be after it. */
export function linesOfMotion({ motion, votes, caps, refused }: Shown): string[] {
  const { motion_id, kind, state, proposer, description, tally, times, calls } = motion
  const counted = `${tally.for} for, ${tally.against} against, ${tally.abstain} abstaining; needs ${tally.needed} of ${tally.seats} seats`
  return [
    `motion      ${motion_id}`,
    `kind        ${kind}`,
    `state       ${state}`,
    `says        ${printable(description)}`,
    `proposed    ${times.proposed_at} by ${proposer}`,
    `vote        after ${times.vote_after}, until ${times.vote_until}`,
    `votes       ${counted}`,
    `queue       ${times.queue_until === null ? 'once it has passed' : `until ${times.queue_until}`}`,
    `execute     ${times.execute_from === null ? 'once it is queued and its timelock ran out' : `from ${times.execute_from} until ${times.execute_until}`}`,
    '',
    ...calls.flatMap((call, index) => linesOfCall(call, index, refused?.[index])),
    '',
    ...table(votes, ['name', 'account', 'segment', 'country', 'vote', 'time', 'reason']).split('\n'),
    '',
    ...partLines('segment', votes),
    '',
    ...partLines('country', votes),
    ...(caps === null ? ['', 'it changes nothing that the caps are counted on'] : ['', ...linesOfCaps(caps)]),
  ]
}

const partLines = (field: 'segment' | 'country', votes: readonly SeatVote[]) => {
  const rows = tallyBy(votes, field).map(({ name, ...counts }) => ({ [field]: name, ...counts }))
  return table(rows, [field, 'for', 'against', 'abstain', 'silent']).split('\n')
}

/** What stands before the text of a line stays. */
const printableLine = (line: string) => {
  const text = line.trimStart()
  return line.slice(0, line.length - text.length) + printable(text)
}

function linesOfCall(call: DecodedCall, index: number, refused: Problem | null | undefined): string[] {
  const head = `call ${index + 1}      ${call.contract ?? call.target}${call.function === null ? '' : `.${call.function}`}`
  const inner = call.arguments === null ? [`  calldata: ${call.calldata}`] : linesOf(call.arguments, '  ').map(printableLine)
  const now =
    refused === undefined ? [] : [`  made now: ${refused === null ? 'accepted' : `refused, ${refused.message} (${refused.code})`}`]
  return [head, ...inner, ...now]
}
