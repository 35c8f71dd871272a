import { getAbiItem, numberToHex, parseEventLogs, toEventSelector } from 'viem'
import { fromCode, sampleResults } from '../../domain/enumerations.ts'
import { Problem } from '../../domain/problem.ts'
import type { SampleFindingRecord } from '../../domain/sample-records.ts'
import { sampleRegistryAbi as abi } from '../abi/sample-registry.generated.ts'
import type { ChainRegistry } from '../registry.ts'
import { readBlock } from './block.ts'
import { readLogs } from './logs.ts'

const recorded = toEventSelector(getAbiItem({ abi, name: 'FindingRecorded' }))

export type SampleFindingFilter = { readonly sampleId?: string; readonly processId?: string }

/** Every finding up to block `to`, oldest first, also those that were corrected: of a sample and key the last one counts. */
export async function readSampleFindings(
  { client, deployment }: ChainRegistry,
  { sampleId, processId }: SampleFindingFilter,
  to: number,
): Promise<SampleFindingRecord[]> {
  const topic = (id: string | undefined) => (id === undefined ? null : numberToHex(BigInt(id), { size: 32 }))
  const topics = [recorded, topic(sampleId), topic(processId)]
  const filter = { address: [deployment.contracts.SampleRegistry.address], topics, from: deployment.block, to }
  const times = new Map<number, string>()
  const found: SampleFindingRecord[] = []
  for await (const logs of readLogs(client, filter)) {
    for (const { args, blockNumber } of parseEventLogs({ abi, logs, eventName: 'FindingRecorded' })) {
      const block = Number(blockNumber)
      const time = times.get(block) ?? (await readBlock(client, block)).time
      times.set(block, time)
      const result = fromCode(sampleResults, args.result)
      if (result === undefined)
        throw new Problem('chain_nonsense', { field: 'result', detail: `a finding of block ${block} has no result` })
      found.push({
        sample_id: String(args.sampleId),
        key_id: args.keyId,
        result,
        report: args.reportDigest,
        assessor_id: args.assessorId.toLowerCase(),
        recorded_at: time,
      })
    }
  }
  return found
}
