import { encodeFunctionData, zeroAddress, type Hex } from 'viem'
import { certifications, toBits } from '../../domain/bit-fields.ts'
import {
  accessControls,
  deviceIntegrities,
  entropySources,
  keyGenerationEntities,
  keyReasons,
  keyStorages,
  toCode,
  type KeyReason,
} from '../../domain/enumerations.ts'
import { toSeconds } from '../../domain/fields.ts'
import type { CorrectionInput, CreateAssessmentInput, OriginalAssessmentInput, RenewalInput } from '../../domain/inputs/assessment.ts'
import { Problem } from '../../domain/problem.ts'
import { assessmentRegistryAbi as abi } from '../abi/assessment-registry.generated.ts'
import { toCall, type ContractCall, type Contracts, type StaffRole } from './contract-call.ts'

/** `create_assessment` (table 10): an original, a renewal or a correction. By an assessor. */
export function createAssessment({ AssessmentRegistry }: Contracts, { form, input }: CreateAssessmentInput): ContractCall {
  if (form === 'renewal') {
    const args = [Number(input.past_assessment_id), details(input)] as const
    return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName: 'renew', args }))
  }
  const about = Number(form === 'original' ? input.process_id : input.corrects_id)
  if (input.kind === 'key_generation') {
    const functionName = form === 'original' ? 'recordKeyGeneration' : 'correctKeyGeneration'
    const args = [about, details(input), generation(input.assessment_result)] as const
    return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName, args }))
  }
  const functionName = form === 'original' ? 'recordKeyProtection' : 'correctKeyProtection'
  const args = [about, details(input), protection(input.assessment_result)] as const
  return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName, args }))
}

const details = (input: OriginalAssessmentInput | RenewalInput | CorrectionInput) => ({
  completionDate: toSeconds(input.completion_date),
  referenceDigest: input.reference as Hex,
  keyGeneratorId: (input.key_generator_id ?? zeroAddress) as Hex,
  manufacturerId: (input.manufacturer_id ?? zeroAddress) as Hex,
  scope: input.scope,
  criteriaDigest: input.criteria as Hex,
})

type Results = (OriginalAssessmentInput | CorrectionInput) & { assessment_result: unknown }
type Generation = Extract<Results, { kind: 'key_generation' }>['assessment_result']
type Protection = Extract<Results, { kind: 'key_protection' }>['assessment_result']

const generation = (result: Generation) => ({
  cryptographicStrength: result.cryptographic_strength,
  keyGenerationEntity: toCode(keyGenerationEntities, result.key_generation_entity),
  entropyBits: result.entropy_bits,
  entropySource: toCode(entropySources, result.entropy_source),
  location: result.location,
  certifications: toBits(certifications, result.certifications),
})

const protection = (result: Protection) => ({
  keyStorage: toCode(keyStorages, result.key_storage),
  accessControl: toCode(accessControls, result.access_control),
  deviceIntegrity: toCode(deviceIntegrities, result.device_integrity),
  certifications: toBits(certifications, result.certifications),
})

/** By an assessor: the process uses what the series was made for. */
export function linkSeries({ AssessmentRegistry }: Contracts, processId: string, assessmentId: string): ContractCall {
  const args = [Number(processId), Number(assessmentId)] as const
  return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName: 'linkSeries', args }))
}

export type AssessmentChange = 'approved' | 'rejected' | 'suspended' | 'reinstated' | 'withdrawn'

const withoutReason = {
  assessor: { rejected: 'retract' },
  programme_manager: { approved: 'approve', rejected: 'reject', reinstated: 'reinstateAsProgrammeManager' },
  regulator: { reinstated: 'reinstateAsRegulator' },
  board: { reinstated: 'reinstateAsBoard' },
} as const
const withReason = {
  programme_manager: { suspended: 'suspendAsProgrammeManager' },
  regulator: { suspended: 'suspendAsRegulator' },
  board: { withdrawn: 'withdraw' },
} as const

type PlainFunction = 'retract' | 'approve' | 'reject' | 'reinstateAsProgrammeManager' | 'reinstateAsRegulator' | 'reinstateAsBoard'
type Names<F extends string> = Partial<Record<StaffRole | 'assessor', Partial<Record<AssessmentChange, F>>>>

/** Programme manager, regulator, board; the assessor takes its own draft back. @throws Problem `role_missing` where that role has no such function */
export function setAssessmentState(
  { AssessmentRegistry }: Contracts,
  as: StaffRole | 'assessor',
  assessmentId: string,
  change: AssessmentChange,
  reason: KeyReason,
): ContractCall {
  const id = Number(assessmentId)
  const plain = (withoutReason as Names<PlainFunction>)[as]?.[change]
  if (plain !== undefined) return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName: plain, args: [id] }))
  const reasoned = (withReason as Names<'suspendAsProgrammeManager' | 'suspendAsRegulator' | 'withdraw'>)[as]?.[change]
  if (reasoned === undefined) throw new Problem('role_missing', { detail: `making an assessment ${change} is not for the ${as}` })
  const args = [id, toCode(keyReasons, reason)] as const
  return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName: reasoned, args }))
}

/** By the programme manager: a comment on a draft, by its SHA-256. */
export function commentAssessment({ AssessmentRegistry }: Contracts, assessmentId: string, commentDigest: string): ContractCall {
  const args = [Number(assessmentId), commentDigest as Hex] as const
  return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName: 'comment', args }))
}

/** By the board: how long assessments are valid, and tolerated after that, in seconds; 0: without a limit. */
export function setValidity({ AssessmentRegistry }: Contracts, validitySeconds: number, graceSeconds: number): ContractCall {
  return toCall(AssessmentRegistry, encodeFunctionData({ abi, functionName: 'setValidity', args: [validitySeconds, graceSeconds] }))
}
