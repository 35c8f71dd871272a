import type { ContractFunctionReturnType } from 'viem'
import { certifications, fromBits } from '../../domain/bit-fields.ts'
import {
  accessControls,
  assessmentKinds,
  assessmentStates,
  deviceIntegrities,
  entropySources,
  keyGenerationEntities,
  keyStorages,
} from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import type { AssessmentRecord, KeyGenerationRecord, KeyProtectionRecord } from '../../domain/records.ts'
import { validityTimes, type Validity } from '../../domain/validity.ts'
import type { assessmentRegistryAbi } from '../abi/assessment-registry.generated.ts'
import { address, addressOrNull, idOrNull, stateFields, timeOrNull, valueOf } from './fields.ts'

export type ChainAssessment = ContractFunctionReturnType<typeof assessmentRegistryAbi, 'view', 'assessment'>

/** Tables 6 and 7, or 6 and 8. */
export function toAssessmentRecord(assessment: ChainAssessment, validity: Validity): AssessmentRecord {
  const kind = valueOf(assessmentKinds, assessment.kind, 'kind')
  return kind === 'key_generation' ? toKeyGenerationRecord(assessment, validity) : toKeyProtectionRecord(assessment, validity)
}

export function toKeyGenerationRecord(assessment: ChainAssessment, validity: Validity): KeyGenerationRecord {
  return { ...common(assessment, validity), assessment_result: toKeyGenerationResult(assessment.keyGeneration) }
}

export function toKeyProtectionRecord(assessment: ChainAssessment, validity: Validity): KeyProtectionRecord {
  return { ...common(assessment, validity), assessment_result: toKeyProtectionResult(assessment.keyProtection) }
}

export function toKeyGenerationResult(result: ChainAssessment['keyGeneration']): KeyGenerationRecord['assessment_result'] {
  return {
    cryptographic_strength: result.cryptographicStrength,
    key_generation_entity: valueOf(keyGenerationEntities, result.keyGenerationEntity, 'key_generation_entity'),
    entropy_bits: result.entropyBits,
    entropy_source: valueOf(entropySources, result.entropySource, 'entropy_source'),
    location: result.location,
    ...certificationFields(result.certifications),
  }
}

export function toKeyProtectionResult(result: ChainAssessment['keyProtection']): KeyProtectionRecord['assessment_result'] {
  return {
    key_storage: valueOf(keyStorages, result.keyStorage, 'key_storage'),
    access_control: valueOf(accessControls, result.accessControl, 'access_control'),
    device_integrity: valueOf(deviceIntegrities, result.deviceIntegrity, 'device_integrity'),
    ...certificationFields(result.certifications),
  }
}

function common(assessment: ChainAssessment, validity: Validity) {
  const completion_date = toTime(assessment.details.completionDate)
  return {
    assessment_id: String(assessment.assessmentId),
    kind: valueOf(assessmentKinds, assessment.kind, 'kind'),
    process_id: String(assessment.processId),
    assessor_id: address(assessment.assessorId),
    past_assessment_id: idOrNull(assessment.pastAssessmentId),
    corrects_id: idOrNull(assessment.correctsId),
    ...assessmentDetails(assessment.details),
    approval_date: timeOrNull(assessment.approvalDate),
    ...validityTimes(completion_date, validity),
    state: valueOf(assessmentStates, assessment.state, 'state'),
    ...stateFields(assessment),
  }
}

/** What the assessor says besides the result. */
export function assessmentDetails(details: ChainAssessment['details']) {
  return {
    completion_date: toTime(details.completionDate),
    reference: details.referenceDigest,
    key_generator_id: addressOrNull(details.keyGeneratorId),
    manufacturer_id: addressOrNull(details.manufacturerId),
    scope: details.scope,
    criteria: details.criteriaDigest,
  }
}

function certificationFields(bits: bigint) {
  return { certifications: fromBits(certifications, bits), certifications_hex: `0x${bits.toString(16)}` }
}
