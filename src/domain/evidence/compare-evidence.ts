import type { Evidence } from './evidence.ts'

/** What is not as it should be; `check` is a field's path or the name of what was looked at. */
export type EvidenceFinding = { readonly check: string; readonly found: string; readonly wanted: string }

/** What an assessment says, of that what is known: a renewal that is only to be recorded says less than a record on chain. */
export type Assessed = {
  readonly kind?: string
  readonly process_id?: string
  readonly past_assessment_id?: string | null
  readonly assessor_id?: string
  readonly completion_date: string
  readonly scope: string
  /** SHA-256; zero: none. */
  readonly criteria: string
  readonly assessment_result?: object
}

const noDigest = `0x${'0'.repeat(64)}`

/** Each field of the evidence that the assessment says otherwise, as `found` in the evidence and `wanted` by the assessment. */
export function compareEvidence(evidence: Evidence, assessed: Assessed): EvidenceFinding[] {
  const plain = ['kind', 'process_id', 'past_assessment_id', 'assessor_id', 'completion_date', 'scope'] as const
  return [
    ...plain.flatMap((field) => difference(field, evidence[field], assessed[field])),
    ...difference('criteria', evidence.criteria ?? noDigest, assessed.criteria),
    ...results(evidence, assessed),
  ]
}

function results(
  { kind, assessment_result: said }: Evidence,
  { kind: wantedKind, assessment_result: wanted }: Assessed,
): EvidenceFinding[] {
  // results of the other kind have other fields; the kind itself is found already
  if (wanted === undefined || (wantedKind !== undefined && kind !== wantedKind)) return []
  const values = wanted as Readonly<Record<string, unknown>>
  return Object.entries(said).flatMap(([field, value]) => difference(`assessment_result.${field}`, value, values[field]))
}

function difference(check: string, found: unknown, wanted: unknown): EvidenceFinding[] {
  return wanted === undefined || inWords(found) === inWords(wanted) ? [] : [{ check, found: inWords(found), wanted: inWords(wanted) }]
}

/** Lists come in the order of their enumeration, on both sides. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return typeof value === 'string' ? value : value === null ? 'none' : JSON.stringify(value)
}
