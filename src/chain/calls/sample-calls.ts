import { encodeFunctionData } from 'viem'
import { sampleResults, toCode, type SampleResult } from '../../domain/enumerations.ts'
import { toSeconds, type Hex } from '../../domain/fields.ts'
import { sampleRegistryAbi as abi } from '../abi/sample-registry.generated.ts'
import { toCall, type ContractCall, type Contracts, type Supervisor } from './contract-call.ts'

/** Times are RFC 3339, `until` not in the future. */
export type SampleRequest = {
  readonly process_id: string
  readonly from: string
  readonly until: string
  readonly size: number
}

const requests = {
  assessor: 'requestAsAssessor',
  programme_manager: 'requestAsProgrammeManager',
  regulator: 'requestAsRegulator',
} as const

/** Product sampling (5.6.3). */
export function requestSample(
  { SampleRegistry }: Contracts,
  as: Supervisor | 'assessor',
  { process_id, from, until, size }: SampleRequest,
): ContractCall {
  const args = [Number(process_id), toSeconds(from), toSeconds(until), size] as const
  return toCall(SampleRegistry, encodeFunctionData({ abi, functionName: requests[as], args }))
}

/** By anybody, from the block after the draw block, for 256 blocks. */
export function drawSampleCall({ SampleRegistry }: Contracts, sampleId: string): ContractCall {
  return toCall(SampleRegistry, encodeFunctionData({ abi, functionName: 'draw', args: [Number(sampleId)] }))
}

/** By an assessor; `report` is the SHA-256 of a document off the chain. */
export function recordFinding(
  { SampleRegistry }: Contracts,
  sampleId: string,
  finding: { readonly key_id: string; readonly result: SampleResult; readonly report: string },
): ContractCall {
  const args = [Number(sampleId), finding.key_id as Hex, toCode(sampleResults, finding.result), finding.report as Hex] as const
  return toCall(SampleRegistry, encodeFunctionData({ abi, functionName: 'recordFinding', args }))
}
