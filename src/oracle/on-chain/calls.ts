import { commentAssessment, createAssessment, setAssessmentState } from '../../chain/calls/assessment-calls.ts'
import { createKeys } from '../../chain/calls/key-calls.ts'
import { createProcess, setProcessState } from '../../chain/calls/process-calls.ts'
import type { ChainRegistry } from '../../chain/registry.ts'
import type { RegistryCalls } from '../registry.ts'
import { keyLifeCalls } from './key-life.ts'

/** The contracts' calls, for the addresses of one deployment. */
export function registryCalls(chain: ChainRegistry): RegistryCalls {
  const { contracts } = chain.deployment
  return {
    ...keyLifeCalls(chain),
    createProcess: (ownerId) => createProcess(contracts, ownerId),
    createAssessment: (input) => createAssessment(contracts, input),
    createKeys: (processId, lotId, keyIds) => createKeys(contracts, processId, lotId, keyIds),
    setProcessState: (as, processId, state, reason) => setProcessState(contracts, as, processId, state, reason),
    setAssessmentState: (as, assessmentId, change, reason) => setAssessmentState(contracts, as, assessmentId, change, reason),
    commentAssessment: (assessmentId, comment) => commentAssessment(contracts, assessmentId, comment),
  }
}
