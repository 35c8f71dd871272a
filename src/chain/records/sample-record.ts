import type { ContractFunctionReturnType } from 'viem'
import { sampleResults } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import type { SampleFindingRecord, SampleRecord } from '../../domain/sample-records.ts'
import type { sampleRegistryAbi } from '../abi/sample-registry.generated.ts'
import { address, valueOf } from './fields.ts'

type ChainSample = ContractFunctionReturnType<typeof sampleRegistryAbi, 'view', 'sample'>
type ChainFinding = ContractFunctionReturnType<typeof sampleRegistryAbi, 'view', 'findingOf'>

const noDigest = `0x${'0'.repeat(64)}`

export function toSampleRecord(sample: ChainSample): SampleRecord {
  return {
    sample_id: String(sample.sampleId),
    process_id: String(sample.processId),
    requested_by: address(sample.requestedBy),
    requested_at: toTime(sample.requestedAt),
    from: toTime(sample.from),
    until: toTime(sample.until),
    size: sample.size,
    draw_block: sample.drawBlock,
    seed: sample.seed === noDigest ? null : sample.seed,
  }
}

export function toSampleFindingRecord(sampleId: string, keyId: string, finding: ChainFinding): SampleFindingRecord {
  return {
    sample_id: sampleId,
    key_id: keyId,
    result: valueOf(sampleResults, finding.result, 'result'),
    report: finding.reportDigest,
    assessor_id: address(finding.assessorId),
    recorded_at: toTime(finding.recordedAt),
  }
}
