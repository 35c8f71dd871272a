import { createAssessment, setAssessmentState } from '../../src/chain/calls/assessment-calls.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { createProcess } from '../../src/chain/calls/process-calls.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import type { Outcome } from '../../src/chain/read-outcome.ts'
import type { DocumentInput } from '../../src/domain/inputs/document.ts'
import type { OriginalAssessmentInput } from '../../src/domain/inputs/assessment.ts'
import type { EntityName } from './cast.ts'

type Act = (actor: EntityName | 'programme_manager', call: ContractCall) => Promise<Outcome>
type Results<K> = Extract<OriginalAssessmentInput, { kind: K }>['assessment_result']

export type AssessedProcess = { readonly process_id: string; readonly key_generation_id: string; readonly key_protection_id: string }

/** A key made and kept in a secure element. */
export const secureElement: { generation: Results<'key_generation'>; protection: Results<'key_protection'> } = {
  generation: {
    cryptographic_strength: 128,
    key_generation_entity: 'onboard_se',
    entropy_bits: 256,
    entropy_source: 'physical_validated',
    location: 'US 95814',
    certifications: ['cc_eal6', 'cc_ava_van5', 'esv'],
  },
  protection: {
    key_storage: 'secure_element',
    access_control: 'hardware',
    device_integrity: 'secure_boot_hardware',
    certifications: ['cc_eal6', 'cc_ava_van5'],
  },
}

/** A key from the operating system's generator, in a file. */
export const unprotectedMemory: typeof secureElement = {
  generation: {
    cryptographic_strength: 128,
    key_generation_entity: 'onboard_processor',
    entropy_bits: 128,
    entropy_source: 'operating_system',
    location: 'US 95814',
    certifications: [],
  },
  protection: {
    key_storage: 'unprotected_memory',
    access_control: 'non_privileged_software',
    device_integrity: 'none',
    certifications: [],
  },
}

/** What the assessor goes by: a document of the Governing Body. */
export const criteria: DocumentInput = {
  kind: 'assessment_criteria',
  title: 'Criteria for key generation and key protection',
  version: '1.0',
  sha256: `0x${'c1'.repeat(32)}`,
}

/** What both kinds of assessment have in common. */
export const details = (completion_date = '2026-03-31T00:00:00Z') => ({
  completion_date,
  reference: `0x${'a1'.repeat(32)}`,
  key_generator_id: null,
  manufacturer_id: null,
  scope: 'the whole process',
  criteria: criteria.sha256,
})

/** Creates a process of `owner` with both series recorded by the assessor and approved by the programme manager. */
export async function assessProcess(
  act: Act,
  contracts: Deployment['contracts'],
  owner: EntityName,
  results: typeof secureElement,
): Promise<AssessedProcess> {
  const { process_id = '' } = await act(owner, createProcess(contracts, undefined))
  const record = async (input: OriginalAssessmentInput) => {
    const { assessment_id = '' } = await act('assessor', createAssessment(contracts, { form: 'original', input }))
    await act('programme_manager', setAssessmentState(contracts, 'programme_manager', assessment_id, 'approved', 'unspecified'))
    return assessment_id
  }
  const shared = { process_id, ...details() }
  return {
    process_id,
    key_generation_id: await record({ ...shared, kind: 'key_generation', assessment_result: results.generation }),
    key_protection_id: await record({ ...shared, kind: 'key_protection', assessment_result: results.protection }),
  }
}
