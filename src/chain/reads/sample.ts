import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { SampleFindingRecord, SampleRecord } from '../../domain/sample-records.ts'
import { sampleRegistryAbi as abi } from '../abi/sample-registry.generated.ts'
import { ask } from '../chain-problem.ts'
import { toSampleFindingRecord, toSampleRecord } from '../records/sample-record.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'

export async function readSample(
  { client, deployment }: ChainRegistry,
  sampleId: string,
  block?: number,
): Promise<SampleRecord | undefined> {
  const { address } = deployment.contracts.SampleRegistry
  const call = { address, abi, functionName: 'sample', args: [Number(sampleId)], ...atBlock(block) } as const
  const answer = await viewOrUndefined(() => client.readContract(call))
  return answer === undefined ? undefined : toSampleRecord(answer)
}

/** Samples are counted from 1. */
export function readSampleCount({ client, deployment }: ChainRegistry, block?: number): Promise<number> {
  const { address } = deployment.contracts.SampleRegistry
  return view(() => client.readContract({ address, abi, functionName: 'sampleCount', ...atBlock(block) }))
}

/** The latest finding of a key; undefined where there is none, or no such sample. */
export async function readSampleFinding(
  { client, deployment }: ChainRegistry,
  sampleId: string,
  keyId: Hex,
  block?: number,
): Promise<SampleFindingRecord | undefined> {
  const { address } = deployment.contracts.SampleRegistry
  const call = { address, abi, functionName: 'findingOf', args: [Number(sampleId), keyId], ...atBlock(block) } as const
  const answer = await viewOrUndefined(() => client.readContract(call))
  return answer === undefined || answer.result === 0 ? undefined : toSampleFindingRecord(sampleId, keyId, answer)
}

/**
 * What draws a sample: the hash of its draw block, as the contract keeps it, or else as the chain has it.
 * @throws Problem `draw_too_early` before that block is there
 */
export async function readSampleSeed({ client }: ChainRegistry, { sample_id, draw_block, seed }: SampleRecord): Promise<Hex> {
  if (seed !== null) return seed as Hex
  const height = Number(await ask(() => client.getBlockNumber({ cacheTime: 0 })))
  if (height < draw_block) {
    throw new Problem('draw_too_early', { detail: `sample ${sample_id} is drawn by block ${draw_block}; the chain is at ${height}` })
  }
  const { hash } = await ask(() => client.getBlock({ blockNumber: BigInt(draw_block) }))
  return hash
}
