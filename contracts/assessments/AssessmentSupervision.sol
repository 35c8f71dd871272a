// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentStorage} from "./AssessmentStorage.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {Rank} from "../interfaces/RegistryTypes.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev What programme manager, regulator and board do with what was approved.
abstract contract AssessmentSupervision is AssessmentStorage {
    /// @inheritdoc IAssessmentRegistry
    function suspendAsProgrammeManager(uint48 assessmentId, uint8 reason) external restricted {
        _suspend(assessmentId, Rank.PROGRAMME_MANAGER, reason);
    }

    /// @inheritdoc IAssessmentRegistry
    function reinstateAsProgrammeManager(uint48 assessmentId) external restricted {
        _reinstate(assessmentId, Rank.PROGRAMME_MANAGER);
    }

    /// @inheritdoc IAssessmentRegistry
    function suspendAsRegulator(uint48 assessmentId, uint8 reason) external restricted {
        _suspend(assessmentId, Rank.REGULATOR, reason);
    }

    /// @inheritdoc IAssessmentRegistry
    function reinstateAsRegulator(uint48 assessmentId) external restricted {
        _reinstate(assessmentId, Rank.REGULATOR);
    }

    /// @inheritdoc IAssessmentRegistry
    function withdraw(uint48 assessmentId, uint8 reason) external restricted {
        AssessmentRecord storage record = _find(assessmentId);
        _requireReason(reason);
        if (record.state == AssessmentState.WITHDRAWN) return;
        _requireApprovedOrSuspended(assessmentId, record);

        _setState(record, AssessmentState.WITHDRAWN, Rank.MOTION, reason);

        emit AssessmentWithdrawn(assessmentId, reason);
    }

    /// @inheritdoc IAssessmentRegistry
    function reinstateAsBoard(uint48 assessmentId) external restricted {
        _reinstate(assessmentId, Rank.MOTION);
    }

    /// @inheritdoc IAssessmentRegistry
    function setValidity(uint32 validitySeconds, uint32 graceSeconds) external restricted {
        if (validitySeconds == 0 && graceSeconds != 0) {
            revert AssessmentRegistryValueInvalid("grace_seconds", graceSeconds);
        }
        if (_validitySeconds == validitySeconds && _graceSeconds == graceSeconds) return;

        _validitySeconds = validitySeconds;
        _graceSeconds = graceSeconds;

        emit ValiditySet(validitySeconds, graceSeconds);
    }

    function _suspend(uint48 assessmentId, Rank by, uint8 reason) private {
        AssessmentRecord storage record = _find(assessmentId);
        _requireReason(reason);
        _requireApprovedOrSuspended(assessmentId, record);
        if (record.state == AssessmentState.SUSPENDED) {
            if (record.stateBy > by) revert AssessmentRegistryRankTooLow(assessmentId, record.stateBy);
            if (record.stateBy == by) return;
        }

        _setState(record, AssessmentState.SUSPENDED, by, reason);

        emit AssessmentSuspended(assessmentId, by, reason);
    }

    function _reinstate(uint48 assessmentId, Rank by) private {
        AssessmentRecord storage record = _find(assessmentId);
        _requireApprovedOrSuspended(assessmentId, record);
        if (record.state == AssessmentState.APPROVED) return;
        if (record.stateBy > by) revert AssessmentRegistryRankTooLow(assessmentId, record.stateBy);

        _setState(record, AssessmentState.APPROVED, by, 0);

        emit AssessmentReinstated(assessmentId, by);
    }

    function _requireApprovedOrSuspended(uint48 assessmentId, AssessmentRecord storage record) private view {
        if (record.state != AssessmentState.APPROVED && record.state != AssessmentState.SUSPENDED) {
            revert AssessmentRegistryStateWrong(assessmentId, record.state);
        }
    }

    function _requireReason(uint8 reason) private pure {
        if (!Reasons.isKnown(reason)) revert AssessmentRegistryReasonUnknown(reason);
    }
}
