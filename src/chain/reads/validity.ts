import type { Validity } from '../../domain/validity.ts'
import { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { atBlock, view, type ChainRegistry } from '../registry.ts'

/** How long assessments are good for, deployment-wide. */
export async function readValidity({ client, deployment }: ChainRegistry, block?: number): Promise<Validity> {
  const { address } = deployment.contracts.AssessmentRegistry
  const call = { address, abi: assessmentRegistryAbi, functionName: 'validity', ...atBlock(block) } as const
  const [validity_seconds, grace_seconds] = await view(() => client.readContract(call))
  return { validity_seconds, grace_seconds }
}
