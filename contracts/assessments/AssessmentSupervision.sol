// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentStorage} from "./AssessmentStorage.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {Rank} from "../interfaces/RegistryTypes.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev What programme manager, regulator and board do.
abstract contract AssessmentSupervision is AssessmentStorage {
    /// @inheritdoc IAssessmentRegistry
    function approve(uint48 assessmentId) external restricted {
        AssessmentRecord storage record = _findProposed(assessmentId);
        if (_isStruckOff(record)) {
            revert AssessmentRegistryAssessorStruckOff(assessmentId, ENTITIES.entityIdOf(record.assessor));
        }
        uint48 headId = _series[record.seriesId].headId;
        if (headId != assessmentId) _requireFollows(record, headId);

        record.approvalDate = uint40(block.timestamp);
        _setState(record, AssessmentState.APPROVED, Rank.PROGRAMME_MANAGER, 0);
        if (record.correctsId == 0) record.resultsId = _assessments[headId].resultsId;
        _series[record.seriesId].headId = assessmentId;

        emit AssessmentApproved(assessmentId, record.seriesId);

        if (record.correctsId != 0) {
            _setState(_assessments[headId], AssessmentState.CORRECTED, Rank.PROGRAMME_MANAGER, 0);

            emit AssessmentCorrected(headId, assessmentId);
        }
    }

    /// @inheritdoc IAssessmentRegistry
    function reject(uint48 assessmentId) external restricted {
        AssessmentRecord storage record = _findProposed(assessmentId);

        _setState(record, AssessmentState.REJECTED, Rank.PROGRAMME_MANAGER, 0);

        emit AssessmentRejected(assessmentId, record.seriesId);

        uint48 processId = _series[record.seriesId].processId;
        if (record.seriesId == assessmentId) {
            _setLinked(processId, record.kind, 0);

            emit SeriesUnlinked(processId, assessmentId, record.kind);
        }
    }

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

    function _setState(AssessmentRecord storage record, AssessmentState state, Rank by, uint8 reason) private {
        record.state = state;
        record.stateBy = by;
        record.stateReason = reason;
        record.stateSince = uint40(block.timestamp);
    }

    function _findProposed(uint48 assessmentId) private view returns (AssessmentRecord storage record) {
        record = _find(assessmentId);
        if (record.state != AssessmentState.PROPOSED) {
            revert AssessmentRegistryStateWrong(assessmentId, record.state);
        }
    }

    /// @dev The head may have changed since the renewal or correction was recorded.
    function _requireFollows(AssessmentRecord storage record, uint48 headId) private view {
        AssessmentRecord storage head = _assessments[headId];
        _requireFollowable(record.seriesId, head);
        if (record.correctsId != 0) {
            if (record.correctsId != headId) revert AssessmentRegistryNotHead(record.correctsId, headId);
        } else if (record.completionDate <= head.completionDate) {
            revert AssessmentRegistryCompletionTooEarly(record.completionDate, head.completionDate);
        }
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
