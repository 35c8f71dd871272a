import { outcomes, type RuleFinding } from './decision.ts'
import { toSeconds } from './fields.ts'
import type { Policy } from './policy.ts'
import type { KeyInfo } from './records.ts'
import { validityState } from './validity.ts'

type Rules = Policy['rules']
type Outcome = NonNullable<Rules['entity_suspended']>['otherwise']
type Accept = { readonly accept: readonly string[]; readonly otherwise: Outcome }
type AnyOf = { readonly any_of: readonly string[]; readonly otherwise: Outcome }

/** One rule of a policy at work: what it finds wrong with a key, if anything. `now` in seconds since 1970. */
export type PolicyCheck = (info: KeyInfo, now: number) => RuleFinding | undefined

const secondsOfDay = 86_400

/** What is looked at for each rule that accepts a list of values: one value, or several that all have to be accepted. */
const accepted = {
  key_generation_entity: (info) => [info.key_generation.assessment_result.key_generation_entity],
  entropy_source: (info) => [info.key_generation.assessment_result.entropy_source],
  key_storage: (info) => [info.key_protection.assessment_result.key_storage],
  access_control: (info) => [info.key_protection.assessment_result.access_control],
  device_integrity: (info) => [info.key_protection.assessment_result.device_integrity],
  process_country: (info) => [info.key_generation.assessment_result.location.slice(0, 2)],
  owner_country: (info) => [info.owner.country],
  process_owner_country: (info) => [info.process_owner.country],
  assessor_country: (info) => info.assessors.map((assessor) => assessor.country),
} as const satisfies Partial<Record<keyof Rules, (info: KeyInfo) => readonly string[]>>

/** The checks that `rules` come to; a rule that is not given is not checked. Findings are named after their rule. */
export function checksOf(rules: Rules): readonly PolicyCheck[] {
  const lists = Object.entries(accepted).map(([rule, valuesOf]) => acceptCheck(rule, rules[rule as keyof typeof accepted], valuesOf))
  return [
    strengthCheck(rules.strength),
    ...lists,
    certificationCheck('generation_certifications', rules.generation_certifications, (info) => info.key_generation),
    certificationCheck('protection_certifications', rules.protection_certifications, (info) => info.key_protection),
    ageCheck(rules.assessment_age),
    validityCheck(rules.assessment_validity),
    accreditationCheck(rules.accreditation_expired),
    suspendedCheck(rules.entity_suspended),
  ].filter((check) => check !== undefined)
}

function acceptCheck(rule: string, wanted: Accept | undefined, valuesOf: (info: KeyInfo) => readonly string[]): PolicyCheck | undefined {
  if (wanted === undefined) return undefined
  const values = new Set(wanted.accept)
  const text = wanted.accept.length === 1 ? wanted.accept.join() : `one of ${wanted.accept.join(', ')}`
  return (info) => {
    const found = valuesOf(info)
    if (found.length > 0 && found.every((value) => values.has(value))) return undefined
    return { rule, found: found.length === 0 ? 'nothing' : found.join(', '), wanted: text, severity: wanted.otherwise }
  }
}

/** Attacking a key is no harder than guessing what it was made from: the least of strength and entropy counts. */
function strengthCheck(wanted: Rules['strength']): PolicyCheck | undefined {
  if (wanted === undefined) return undefined
  return (info) => {
    const { cryptographic_strength, entropy_bits } = info.key_generation.assessment_result
    if (Math.min(cryptographic_strength, entropy_bits) >= wanted.min_bits) return undefined
    const found = `strength of ${cryptographic_strength} bits, entropy of ${entropy_bits} bits`
    return { rule: 'strength', found, wanted: `at least ${wanted.min_bits} bits of both`, severity: wanted.otherwise }
  }
}

function certificationCheck(
  rule: string,
  wanted: AnyOf | undefined,
  assessmentOf: (info: KeyInfo) => { readonly assessment_result: { readonly certifications: readonly string[] } },
): PolicyCheck | undefined {
  if (wanted === undefined) return undefined
  const values = new Set(wanted.any_of)
  return (info) => {
    const { certifications } = assessmentOf(info).assessment_result
    if (certifications.some((each) => values.has(each))) return undefined
    const found = certifications.length === 0 ? 'none' : certifications.join(', ')
    return { rule, found, wanted: `any of ${wanted.any_of.join(', ')}`, severity: wanted.otherwise }
  }
}

function ageCheck(wanted: Rules['assessment_age']): PolicyCheck | undefined {
  if (wanted === undefined) return undefined
  return (info, now) => {
    const { key_generation, key_protection } = info
    const older = Math.min(toSeconds(key_generation.completion_date), toSeconds(key_protection.completion_date))
    const seconds = now - older
    if (seconds <= wanted.max_days * secondsOfDay) return undefined
    const found = `${Math.floor(seconds / secondsOfDay)} days`
    return { rule: 'assessment_age', found, wanted: `at most ${wanted.max_days} days`, severity: wanted.otherwise }
  }
}

/** The worse of the two assessments counts. */
function validityCheck(wanted: Rules['assessment_validity']): PolicyCheck | undefined {
  if (wanted === undefined) return undefined
  return ({ key_generation, key_protection }, now) => {
    const past = [key_generation, key_protection].flatMap((assessment) => {
      const state = validityState(assessment, now)
      return state === 'valid' ? [] : [{ ...assessment, state, severity: wanted[state] }]
    })
    const [worst] = past.toSorted((one, other) => outcomes.indexOf(other.severity) - outcomes.indexOf(one.severity))
    if (worst === undefined) return undefined
    const found = past.map(
      ({ kind, state, valid_until, grace_until }) => `${kind} ${state} since ${state === 'overdue' ? valid_until : grace_until}`,
    )
    return {
      rule: 'assessment_validity',
      found: found.join(', '),
      wanted: 'both assessments within their validity',
      severity: worst.severity,
    }
  }
}

function accreditationCheck(wanted: Rules['accreditation_expired']): PolicyCheck | undefined {
  if (wanted === undefined) return undefined
  return ({ assessors }, now) => {
    const expired = assessors.filter(({ accredited_until: until }) => until === null || toSeconds(until) < now)
    if (expired.length === 0) return undefined
    const found = expired.map(({ name, accredited_until }) => `${name}: ${accredited_until ?? 'never accredited'}`).join(', ')
    return { rule: 'accreditation_expired', found, wanted: 'assessors accredited now', severity: wanted.otherwise }
  }
}

function suspendedCheck(wanted: Rules['entity_suspended']): PolicyCheck | undefined {
  if (wanted === undefined) return undefined
  return ({ owner, process_owner }) => {
    const suspended = [...(owner.state === 'suspended' ? ['owner'] : []), ...(process_owner.state === 'suspended' ? ['process owner'] : [])]
    if (suspended.length === 0) return undefined
    const found = `${suspended.join(' and ')} suspended`
    return { rule: 'entity_suspended', found, wanted: 'owner and process owner active', severity: wanted.otherwise }
  }
}
