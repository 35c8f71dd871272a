import { z } from 'zod'
import { setValidity } from '../../src/chain/calls/assessment-calls.ts'
import type { Contracts } from '../../src/chain/calls/contract-call.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import type { Draft } from './propose-draft.ts'

const secondsOfDay = 86_400
/** A hundred years. */
const mostDays = 36_525
const days = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a number of days')
  .transform(Number)
  .pipe(z.number().max(mostDays))

const validityInput = z
  .strictObject({ days, grace_days: days })
  .refine(({ days, grace_days }) => days > 0 || grace_days === 0, { path: ['grace_days'], message: 'must be 0 where there is no limit' })

export function setValidityDraft(contracts: Contracts, given: { days: string; grace_days: string }): Draft {
  const { days, grace_days } = parseInput(validityInput, given)
  const words =
    days === 0 ? 'Assessments are good without a limit' : `Assessments are good for ${days} days, and ${grace_days} days of grace`
  return { calls: [setValidity(contracts, days * secondsOfDay, grace_days * secondsOfDay)], words }
}
