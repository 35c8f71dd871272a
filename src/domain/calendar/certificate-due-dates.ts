import { createHash } from 'node:crypto'
import type { EvidenceCertificate } from '../evidence/evidence.ts'
import type { EvidenceFile } from '../evidence/parse-evidence.ts'
import { toSeconds } from '../fields.ts'
import type { AssessmentRecord, ProcessRecord } from '../records.ts'
import { seriesOf } from './assessment-due-dates.ts'
import type { DueDate, DueWithin } from './due-date.ts'

type Expiring = EvidenceCertificate & { readonly expires_at: string }

/**
 * When the certificates that files of evidence name expire, each certificate once for an assessment. Evidence of an assessment that was renewed or
 * corrected since counts no more; evidence that no assessment refers to counts.
 */
export function certificateDueDates(
  files: readonly EvidenceFile[],
  records: readonly AssessmentRecord[],
  heads: readonly AssessmentRecord[],
  linked: ReadonlyMap<string, readonly ProcessRecord[]>,
  { now, withinSeconds }: DueWithin,
): DueDate[] {
  const found = new Map<string, DueDate>()
  for (const file of files) {
    const { kind, assessor_id, process_id, certificates, sites } = file.evidence
    const bound = records.filter((record) => record.reference === file.sha256 && record.kind === kind)
    const head = heads.find((record) => record.reference === file.sha256 && record.kind === kind)
    if (bound.length > 0 && head === undefined) continue
    const processes = head === undefined ? [process_id] : (linked.get(seriesOf(head)) ?? []).map((process) => process.process_id)
    for (const certificate of certificates) {
      if (!expires(certificate) || toSeconds(certificate.expires_at) > now + withinSeconds) continue
      const { number, issuer, scope, expires_at } = certificate
      const uid = `certificate-${digestOf([kind, head?.assessment_id ?? file.sha256, issuer, number, expires_at])}`
      const names = certificates.filter((each) => each.number === number && each.issuer === issuer && each.expires_at === expires_at)
      found.set(uid, {
        what: 'certificate',
        uid,
        sequence: 0,
        due_at: expires_at,
        grace_until: null,
        state: toSeconds(expires_at) <= now ? 'expired' : 'valid',
        assessment_id: head?.assessment_id ?? null,
        kind,
        process_ids: processes,
        assessor_id,
        locations: sites.map(({ name, location }) => `${name}, ${location}`),
        subject: `${names.map(({ certification }) => certification).join(', ')} ${number}, ${issuer}: ${scope}`,
      })
    }
  }
  return [...found.values()]
}

const expires = (certificate: EvidenceCertificate): certificate is Expiring => certificate.expires_at !== null

const digestOf = (parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
