import { updateAssessmentInput, type UpdateAssessmentInput } from '../../domain/inputs/assessment.ts'
import { updateProcessInput } from '../../domain/inputs/process.ts'
import { recordIdField } from '../../domain/fields.ts'
import { parseInput } from '../../domain/parse-input.ts'
import type { RegistryReads } from '../registry.ts'
import type { StaffRole } from '../who.ts'
import { operation } from './operation.ts'
import { refuseBoardAct, requireStaff } from './rights.ts'

const supervisors = ['programme_manager', 'regulator'] as const

const processCall = updateProcessInput.extend({ process_id: recordIdField }).meta({ id: 'UpdateProcessCall' })
export const updateProcess = operation({
  name: 'update_process',
  input: processCall,
  read: (value) => parseInput(processCall, value),
  plan: ({ process_id, state, reason }, { who, registry }) => {
    if (state === 'revoked') return refuseBoardAct('revoking a process')
    const as = requireStaff(who, supervisors, `making a process ${state}`)
    return Promise.resolve({ calls: [registry.setProcessState(as, process_id, state, reason)], about: { process_id } })
  },
})

const assessmentCall = updateAssessmentInput.extend({ assessment_id: recordIdField }).meta({ id: 'UpdateAssessmentCall' })
export const updateAssessment = operation({
  name: 'update_assessment',
  input: assessmentCall,
  read: (value) => parseInput(assessmentCall, value),
  plan: async ({ assessment_id, state, reason }, { who, registry }) => {
    const change = state === 'approved' && (await isSuspended(registry, assessment_id)) ? 'reinstated' : state
    if (change === 'withdrawn') return refuseBoardAct('withdrawing an assessment')
    const isOwn = change === 'rejected' && (await assessorOf(registry, assessment_id)) === who.subject
    const as = isOwn ? 'assessor' : requireStaff(who, powers[change], `making an assessment ${change}`)
    return { calls: [registry.setAssessmentState(as, assessment_id, change, reason)], about: { assessment_id } }
  },
})

const powers: Readonly<Record<Exclude<UpdateAssessmentInput['state'], 'withdrawn'> | 'reinstated', readonly StaffRole[]>> = {
  approved: ['programme_manager'],
  rejected: ['programme_manager'],
  suspended: supervisors,
  reinstated: supervisors,
}

async function isSuspended(registry: RegistryReads, assessmentId: string): Promise<boolean> {
  const { block } = await registry.head()
  return (await registry.assessment(assessmentId, block))?.state === 'suspended'
}

async function assessorOf(registry: RegistryReads, assessmentId: string): Promise<string | undefined> {
  const { block } = await registry.head()
  return (await registry.assessment(assessmentId, block))?.assessor_id
}
