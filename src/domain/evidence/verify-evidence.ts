import { toSeconds, toTime } from '../fields.ts'
import type { AssessmentRecord } from '../records.ts'
import { compareEvidence, type EvidenceFinding } from './compare-evidence.ts'
import type { Evidence } from './evidence.ts'
import type { EvidenceFile } from './parse-evidence.ts'

/** `now` and `withinSeconds` (certificates that expire so soon are findings) in seconds. */
export type VerifyOptions = { readonly now: number; readonly withinSeconds: number }

/**
 * Every disagreement of a file of evidence with the assessment on chain, and what does not hold any more: the hash, each field, certifications
 * without a certificate, certificates that expired or soon will, a site that table 7 names and the audit did not see. Empty: none.
 */
export function verifyEvidence({ evidence, sha256 }: EvidenceFile, record: AssessmentRecord, options: VerifyOptions): EvidenceFinding[] {
  const bound = sha256 === record.reference ? [] : [{ check: 'reference', found: sha256, wanted: record.reference }]
  return [
    ...bound,
    ...compareEvidence(evidence, record),
    ...unnamed(evidence, record),
    ...site(evidence, record),
    ...expiries(evidence, options),
  ]
}

function unnamed({ certificates }: Evidence, { assessment_result }: AssessmentRecord): EvidenceFinding[] {
  const named = certificates.map(({ certification }) => certification)
  return assessment_result.certifications
    .filter((each) => !named.includes(each))
    .map((each) => ({
      check: 'certificates',
      found: `no certificate for ${each}`,
      wanted: 'a certificate for each certification on chain',
    }))
}

function site({ sites }: Evidence, record: AssessmentRecord): EvidenceFinding[] {
  if (record.kind !== 'key_generation' || !('location' in record.assessment_result)) return []
  const { location } = record.assessment_result
  if (sites.some((each) => each.location === location)) return []
  return [{ check: 'sites', found: sites.map((each) => each.location).join(', '), wanted: `${location}, where keys are generated` }]
}

function expiries({ certificates }: Evidence, { now, withinSeconds }: VerifyOptions): EvidenceFinding[] {
  return certificates.flatMap(({ certification, number, expires_at }, index) => {
    if (expires_at === null || toSeconds(expires_at) > now + withinSeconds) return []
    const over = toSeconds(expires_at) <= now
    const found = `${certification} ${number} ${over ? 'expired' : 'expires'} at ${expires_at}`
    return [{ check: `certificates[${index}].expires_at`, found, wanted: `after ${toTime(over ? now : now + withinSeconds)}` }]
  })
}
