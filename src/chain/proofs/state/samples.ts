import type { Hex } from '../../../domain/fields.ts'
import type { SampleFindingRecord, SampleRecord } from '../../../domain/sample-records.ts'
import { toSampleFindingRecord, toSampleRecord } from '../../records/sample-record.ts'
import { slotInMapping } from '../slots.ts'
import { variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'
import { readStruct } from './read-struct.ts'
import { accountOf, someEntityId, wordHex } from './values.ts'

const contract = 'SampleRegistry'
const slots = variables[contract]

export async function provenSample(state: ProvenState, sampleId: string): Promise<SampleRecord | undefined> {
  const sample = await readStruct(state, contract, slotInMapping(slots.samples, BigInt(sampleId)), 'SampleRecord')
  if (sample.drawBlock === 0n) return undefined
  return toSampleRecord({
    sampleId: Number(sampleId),
    processId: Number(sample.processId),
    requestedBy: accountOf(sample.requestedBy),
    requestedAt: Number(sample.requestedAt),
    from: Number(sample.from),
    until: Number(sample.until),
    size: Number(sample.size),
    drawBlock: Number(sample.drawBlock),
    seed: wordHex(sample.seed),
  })
}

/** @param id sample_id:key_id */
export async function provenFinding(state: ProvenState, id: string): Promise<SampleFindingRecord | undefined> {
  const [sampleId, keyId] = id.split(':') as [string, Hex]
  const slot = slotInMapping(slotInMapping(slots.findings, BigInt(sampleId)), keyId)
  const { result, assessor, recordedAt, reportDigest } = await readStruct(state, contract, slot, 'FindingRecord')
  if (result === 0n) return undefined
  const assessorId = await someEntityId(state, assessor)
  const answer = { result: Number(result), assessorId, recordedAt: Number(recordedAt), reportDigest: wordHex(reportDigest) }
  return toSampleFindingRecord(sampleId, keyId, answer)
}
