import { commentAssessment, createAssessment, setAssessmentState } from '../../chain/calls/assessment-calls.ts'
import { createKeys, intoLot, setKeyStatus } from '../../chain/calls/key-calls.ts'
import { setLotState } from '../../chain/calls/lot-calls.ts'
import { createProcess, setProcessState } from '../../chain/calls/process-calls.ts'
import type { ChainRegistry } from '../../chain/registry.ts'
import type { RegistryCalls } from '../registry.ts'

/** The contracts' calls, for the addresses of one deployment. */
export function registryCalls({ deployment: { contracts } }: ChainRegistry): RegistryCalls {
  return {
    createProcess: (ownerId) => createProcess(contracts, ownerId),
    createAssessment: (input) => createAssessment(contracts, input),
    createKeys: (processId, lotId, keyIds) => createKeys(contracts, processId, lotId, keyIds),
    setKeyStatus: (as, keyIds, status, reason) => setKeyStatus(contracts, as, keyIds, status, reason),
    setLotState: (as, lotId, state, reason) => setLotState(contracts, as, lotId, state, reason),
    setProcessState: (as, processId, state, reason) => setProcessState(contracts, as, processId, state, reason),
    setAssessmentState: (as, assessmentId, change, reason) => setAssessmentState(contracts, as, assessmentId, change, reason),
    commentAssessment: (assessmentId, comment) => commentAssessment(contracts, assessmentId, comment),
    intoLot: (call, lotId) => intoLot(contracts, call, lotId),
  }
}
