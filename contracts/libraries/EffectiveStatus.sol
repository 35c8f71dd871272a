// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {KeyStatus, RecordState} from "../interfaces/RegistryTypes.sol";
import {Reasons} from "./Reasons.sol";

/// @notice The one rule of what a key's status comes to, the same as in src/domain/effective-status.ts. Final beats suspended beats
/// active; of two final ones the first in time counts, the key's own on a tie, but `void` always. Suspended by itself beats suspended
/// through something else. Time alone changes nothing.
library EffectiveStatus {
    struct Facts {
        KeyStatus status;
        uint8 reason;
        uint40 since;
        RecordState lotState;
        RecordState processState;
        uint40 processSince;
        IAssessmentRegistry.Head keyGeneration;
        IAssessmentRegistry.Head keyProtection;
    }

    function resolve(Facts memory facts) internal pure returns (KeyStatus status, uint8 reason) {
        bool processRevoked = facts.processState == RecordState.REVOKED;

        if (facts.status > KeyStatus.SUSPENDED) {
            bool ownFirst = facts.status == KeyStatus.VOID || !processRevoked || facts.since <= facts.processSince;
            if (ownFirst) return (facts.status, facts.reason);
        }
        if (processRevoked) return (KeyStatus.REVOKED, Reasons.PROCESS_REVOKED);

        if (facts.status == KeyStatus.SUSPENDED) return (facts.status, facts.reason);

        reason = _inheritedSuspension(facts);
        status = reason == 0 ? KeyStatus.ACTIVE : KeyStatus.SUSPENDED;
    }

    /// @dev The first of the reasons, in their order, for which a key that is active by itself is suspended.
    function _inheritedSuspension(Facts memory facts) private pure returns (uint8) {
        if (facts.processState == RecordState.SUSPENDED) return Reasons.PROCESS_SUSPENDED;
        if (facts.lotState != RecordState.ACTIVE) return Reasons.LOT_SUSPENDED;
        if (_isEither(facts, IAssessmentRegistry.AssessmentState.WITHDRAWN)) return Reasons.ASSESSMENT_WITHDRAWN;
        if (_isStruckOff(facts.keyGeneration) || _isStruckOff(facts.keyProtection)) {
            return Reasons.ASSESSOR_STRUCK_OFF;
        }
        return _isEither(facts, IAssessmentRegistry.AssessmentState.SUSPENDED) ? Reasons.ASSESSMENT_SUSPENDED : 0;
    }

    function _isEither(Facts memory facts, IAssessmentRegistry.AssessmentState state) private pure returns (bool) {
        return facts.keyGeneration.state == state || facts.keyProtection.state == state;
    }

    function _isStruckOff(IAssessmentRegistry.Head memory head) private pure returns (bool) {
        return head.assessorStruckOffSince != 0 && head.assessorStruckOffSince <= head.completionDate;
    }
}
