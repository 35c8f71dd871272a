import { assessmentKinds, assessmentStates } from '../../../domain/enumerations.ts'
import type { AssessmentEntry, AssessmentResult, SeriesEntry } from '../../../domain/kept-records.ts'
import type { Validity } from '../../../domain/validity.ts'
import { assessmentDetails, toKeyGenerationResult, toKeyProtectionResult } from '../../records/assessment-record.ts'
import { idOrNull, stateFields, timeOrNull, valueOf } from '../../records/fields.ts'
import { bitsOf, firstSlotOf, slotInMapping } from '../slots.ts'
import { packed, variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'
import { readStruct } from './read-struct.ts'
import { accountOf, entityIdOf, someEntityId, wordHex } from './values.ts'

const contract = 'AssessmentRegistry'
const slots = variables[contract]

const assessment = (state: ProvenState, id: string) =>
  readStruct(state, contract, slotInMapping(slots.assessments, BigInt(id)), 'AssessmentRecord')
const series = (state: ProvenState, id: bigint) => readStruct(state, contract, slotInMapping(slots.series, id), 'SeriesRecord')

export async function provenAssessment(state: ProvenState, id: string): Promise<AssessmentEntry | undefined> {
  const found = await assessment(state, id)
  if (found.seriesId === 0n) return undefined
  const entityOrZero = async (index: bigint) => (await entityIdOf(state, index)) ?? accountOf(0n)
  const details = {
    completionDate: Number(found.completionDate),
    referenceDigest: wordHex(found.referenceDigest),
    keyGeneratorId: await entityOrZero(found.keyGenerator),
    manufacturerId: await entityOrZero(found.manufacturer),
    scope: found.scope,
    criteriaDigest: wordHex(found.criteriaDigest),
  }
  const standing = {
    stateBy: Number(found.stateBy),
    stateReason: Number(found.stateReason),
    stateSince: Number(found.stateSince),
  }
  return {
    assessment_id: id,
    kind: valueOf(assessmentKinds, Number(found.kind), 'kind'),
    process_id: String((await series(state, found.seriesId)).processId),
    assessor_id: await someEntityId(state, found.assessor),
    past_assessment_id: found.seriesId === BigInt(id) ? null : String(found.seriesId),
    corrects_id: idOrNull(Number(found.correctsId)),
    ...assessmentDetails(details),
    approval_date: timeOrNull(Number(found.approvalDate)),
    state: valueOf(assessmentStates, Number(found.state), 'state'),
    ...stateFields(standing),
    results_id: String(found.resultsId),
  }
}

/** Of an original or a correction: `id` is its own. */
export async function provenResult(state: ProvenState, id: string): Promise<AssessmentResult | undefined> {
  const { seriesId, kind } = await assessment(state, id)
  if (seriesId === 0n) return undefined
  if (valueOf(assessmentKinds, Number(kind), 'kind') === 'key_generation') {
    const found = await readStruct(state, contract, slotInMapping(slots.keyGenerations, BigInt(id)), 'KeyGenerationResult')
    return toKeyGenerationResult({
      cryptographicStrength: Number(found.cryptographicStrength),
      keyGenerationEntity: Number(found.keyGenerationEntity),
      entropyBits: Number(found.entropyBits),
      entropySource: Number(found.entropySource),
      location: found.location,
      certifications: found.certifications,
    })
  }
  const found = await readStruct(state, contract, slotInMapping(slots.keyProtections, BigInt(id)), 'KeyProtectionResult')
  return toKeyProtectionResult({
    keyStorage: Number(found.keyStorage),
    accessControl: Number(found.accessControl),
    deviceIntegrity: Number(found.deviceIntegrity),
    certifications: found.certifications,
  })
}

export async function provenSeries(state: ProvenState, id: string): Promise<SeriesEntry | undefined> {
  const [{ processId, headId }, { kind }] = await Promise.all([series(state, BigInt(id)), assessment(state, id)])
  if (headId === 0n) return undefined
  return {
    series_id: id,
    kind: valueOf(assessmentKinds, Number(kind), 'kind'),
    process_id: String(processId),
    head_id: String(headId),
    owner_ids: await otherOwners(state, id),
  }
}

const indexBits = 32
const indexesPerWord = 256 / indexBits

/** uint32[]: eight of them a slot. */
async function otherOwners(state: ProvenState, id: string): Promise<string[]> {
  const slot = slotInMapping(slots.otherOwners, BigInt(id))
  const count = Number(bitsOf(await state.word(contract, slot), 0, indexBits))
  const first = firstSlotOf(slot)
  const owners: Promise<string>[] = []
  for (let place = 0; place < count; place++) {
    const inWord = (place % indexesPerWord) * indexBits
    const word = state.word(contract, first + BigInt(Math.floor(place / indexesPerWord)))
    owners.push(word.then((value) => someEntityId(state, bitsOf(value, inWord, indexBits))))
  }
  return Promise.all(owners)
}

export async function provenValidity(state: ProvenState): Promise<Validity> {
  const word = await state.word(contract, slots.count)
  const part = ([first, octets]: readonly [number, number]) => Number(bitsOf(word, first * 8, octets * 8))
  return { validity_seconds: part(packed[contract].validitySeconds), grace_seconds: part(packed[contract].graceSeconds) }
}
