import { bitsOf } from '../slots.ts'
import { packed, variables, type StoringContract } from './layout.ts'
import type { ProvenState } from './proven-state.ts'

/** How many records of a kind the contracts have; each counts its own from 1 without a gap. */
export async function provenCounts(state: ProvenState) {
  const word = (contract: StoringContract, slot: bigint) => state.word(contract, slot)
  const [entity, process, assessments, keys, document, sample] = await Promise.all([
    word('EntityRegistry', variables.EntityRegistry.count),
    word('ProcessRegistry', variables.ProcessRegistry.count),
    word('AssessmentRegistry', variables.AssessmentRegistry.count),
    word('KeyRegistry', variables.KeyRegistry.lotCount),
    word('DocumentRegistry', variables.DocumentRegistry.hashes),
    word('SampleRegistry', variables.SampleRegistry.count),
  ])
  const part = (value: bigint, [first, octets]: readonly [number, number]) => Number(bitsOf(value, first * 8, octets * 8))
  return {
    entity: Number(entity),
    process: Number(process),
    assessment: part(assessments, packed.AssessmentRegistry.count),
    lot: part(keys, packed.KeyRegistry.lotCount),
    offer: part(keys, packed.KeyRegistry.offerCount),
    document: Number(document),
    sample: Number(sample),
  }
}
export type ProvenCounts = Awaited<ReturnType<typeof provenCounts>>
