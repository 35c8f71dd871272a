import type { AssessmentRecord } from '../../domain/records.ts'
import type { Validity } from '../../domain/validity.ts'
import { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { toAssessmentRecord } from '../records/assessment-record.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'
import { readValidity } from './validity.ts'

/** Tables 6 to 8. */
export async function readAssessment(registry: ChainRegistry, assessmentId: string, block?: number): Promise<AssessmentRecord | undefined> {
  return readAssessmentUnder(await readValidity(registry, block), registry, assessmentId, block)
}

/** The same, where the validity is known already. */
export async function readAssessmentUnder(
  validity: Validity,
  { client, deployment }: ChainRegistry,
  assessmentId: string,
  block?: number,
): Promise<AssessmentRecord | undefined> {
  const { address } = deployment.contracts.AssessmentRegistry
  const call = { address, abi: assessmentRegistryAbi, functionName: 'assessment', args: [Number(assessmentId)], ...atBlock(block) } as const
  const answer = await viewOrUndefined(() => client.readContract(call))
  return answer === undefined ? undefined : toAssessmentRecord(answer, validity)
}

/** Assessments of both kinds are counted from 1, together. */
export function readAssessmentCount({ client, deployment }: ChainRegistry, block?: number): Promise<number> {
  const { address } = deployment.contracts.AssessmentRegistry
  return view(() => client.readContract({ address, abi: assessmentRegistryAbi, functionName: 'assessmentCount', ...atBlock(block) }))
}
