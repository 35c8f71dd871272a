// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {KeyStatus, RecordState} from "../interfaces/RegistryTypes.sol";
import {Reasons} from "./Reasons.sol";

/// @notice The one rule of what a key's status comes to, the same as in src/domain/effective-status.ts. Final beats suspended beats
/// active; of several final ones the first in time counts, on a tie the key's own, then its lot's; but `void` always. Suspended by itself
/// beats suspended through something else. Time alone changes nothing but that a rotated key is superseded after its overlap.
library EffectiveStatus {
    /// @param lotOwnerState What the lot's owner set, if the key follows the lot; else ACTIVE.
    struct Facts {
        KeyStatus status;
        uint8 reason;
        uint40 since;
        RecordState lotState;
        RecordState lotOwnerState;
        uint40 lotOwnerSince;
        RecordState processState;
        uint40 processSince;
        IAssessmentRegistry.Head keyGeneration;
        IAssessmentRegistry.Head keyProtection;
    }

    function resolve(Facts memory facts) internal pure returns (KeyStatus status, uint8 reason) {
        if (facts.status == KeyStatus.VOID) return (facts.status, facts.reason);
        (status, reason) = _firstFinal(facts);
        if (status != KeyStatus.NONE) return (status, reason);

        if (facts.status == KeyStatus.SUSPENDED) return (facts.status, facts.reason);

        reason = _inheritedSuspension(facts);
        status = reason == 0 ? KeyStatus.ACTIVE : KeyStatus.SUSPENDED;
    }

    /// @dev NONE: nothing final.
    function _firstFinal(Facts memory facts) private pure returns (KeyStatus status, uint8 reason) {
        uint40 since = type(uint40).max;
        if (facts.status > KeyStatus.SUSPENDED) (status, reason, since) = (facts.status, facts.reason, facts.since);

        if (facts.lotOwnerState > RecordState.SUSPENDED && facts.lotOwnerSince < since) {
            since = facts.lotOwnerSince;
            bool isRevoked = facts.lotOwnerState == RecordState.REVOKED;
            (status, reason) = isRevoked
                ? (KeyStatus.REVOKED, Reasons.LOT_REVOKED)
                : (KeyStatus.EOL, Reasons.LOT_RETIRED);
        }
        if (facts.processState == RecordState.REVOKED && facts.processSince < since) {
            (status, reason) = (KeyStatus.REVOKED, Reasons.PROCESS_REVOKED);
        }
    }

    /// @dev The first of the reasons, in their order, for which a key that is active by itself is suspended.
    function _inheritedSuspension(Facts memory facts) private pure returns (uint8) {
        if (facts.processState == RecordState.SUSPENDED) return Reasons.PROCESS_SUSPENDED;
        bool isLotActive = facts.lotState == RecordState.ACTIVE && facts.lotOwnerState == RecordState.ACTIVE;
        if (!isLotActive) return Reasons.LOT_SUSPENDED;
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
