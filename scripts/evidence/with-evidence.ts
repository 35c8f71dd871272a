import { compareEvidence } from '../../src/domain/evidence/compare-evidence.ts'
import { parseAssessment, type CreateAssessmentInput } from '../../src/domain/inputs/assessment.ts'
import { Problem } from '../../src/domain/problem.ts'
import { readEvidence } from './read-evidence.ts'

/**
 * The assessment that `given` describes, with the SHA-256 of the evidence as its reference.
 * @throws Problem `evidence_disagrees` where they do not say the same: the record could not be corrected by another file
 */
export function withEvidence(given: unknown, file: string): CreateAssessmentInput {
  const { evidence, sha256 } = readEvidence(file)
  const plain = typeof given === 'object' && given !== null && !Array.isArray(given)
  const parsed = parseAssessment(plain ? { reference: sha256, ...given } : given)
  const { input } = parsed
  const bound = input.reference === sha256 ? [] : [{ check: 'reference', found: sha256, wanted: input.reference }]
  const findings = [...bound, ...compareEvidence(evidence, input)]
  if (findings.length === 0) return parsed
  const detail = findings.map(({ check, found, wanted }) => `${check}: ${found} in the evidence, ${wanted} in the assessment`).join('; ')
  throw new Problem('evidence_disagrees', { field: file, detail })
}
