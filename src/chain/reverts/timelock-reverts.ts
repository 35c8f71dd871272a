import type { boardTimelockAbi } from '../abi/board-timelock.generated.ts'
import { unexpected, type Explanation, type Rows } from './rows.ts'

const notReady = (): Explanation => ({ code: 'motion_too_early', detail: 'the timelock of the motion has not run out' })

export const timelockReverts: Rows<typeof boardTimelockAbi> = {
  BoardTimelockFixed: () => ({ code: 'governance_fixed', detail: 'roles and delay of a timelock are those of its making' }),
  BoardTimelockHoldsNothing: () => ({ code: 'governance_fixed', detail: 'a timelock holds neither ether nor tokens' }),
  TimelockUnexpectedOperationState: notReady,
  TimelockInsufficientDelay: unexpected('TimelockInsufficientDelay'),
  TimelockInvalidOperationLength: unexpected('TimelockInvalidOperationLength'),
  TimelockUnauthorizedCaller: (caller) => ({ code: 'role_missing', detail: `${caller} is not the Governor` }),
  TimelockUnexecutedPredecessor: unexpected('TimelockUnexecutedPredecessor'),
  AccessControlBadConfirmation: unexpected('AccessControlBadConfirmation'),
  AccessControlUnauthorizedAccount: (account) => ({ code: 'role_missing', detail: `${account} may not do that to the timelock` }),
  FailedCall: unexpected('FailedCall'),
}
