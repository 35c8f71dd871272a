import type { AssessmentRecord } from '../../domain/records.ts'
import { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { atBlock, view, type ChainRegistry } from '../registry.ts'

/** Of `records`, all assessments as of `block`, the heads of the series. */
export async function headsAmong(
  { client, deployment }: ChainRegistry,
  records: readonly AssessmentRecord[],
  series: readonly string[],
  block: number,
): Promise<AssessmentRecord[]> {
  const { address } = deployment.contracts.AssessmentRegistry
  const head = (id: string) =>
    view(() => client.readContract({ address, abi: assessmentRegistryAbi, functionName: 'headOf', args: [Number(id)], ...atBlock(block) }))
  const ids = new Set<string>()
  for (let first = 0; first < series.length; first += atOnce) {
    for (const id of await Promise.all(series.slice(first, first + atOnce).map(head))) ids.add(String(id))
  }
  return records.filter(({ assessment_id }) => ids.has(assessment_id))
}

const atOnce = 25
