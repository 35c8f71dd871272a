// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentIndependence} from "./AssessmentIndependence.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {Rank} from "../interfaces/RegistryTypes.sol";

/// @dev What becomes of a draft.
abstract contract AssessmentReview is AssessmentIndependence {
    /// @inheritdoc IAssessmentRegistry
    function approve(uint48 assessmentId) external restricted {
        AssessmentRecord storage record = _findProposed(assessmentId);
        if (_isStruckOff(record)) {
            revert AssessmentRegistryAssessorStruckOff(assessmentId, ENTITIES.entityIdOf(record.assessor));
        }
        _requireNoInterest(record.seriesId, record.assessor, record.keyGenerator, record.manufacturer);
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

        _freePlace(assessmentId, record);
    }

    /// @inheritdoc IAssessmentRegistry
    function retract(uint48 assessmentId) external {
        AssessmentRecord storage record = _findProposed(assessmentId);
        (uint32 assessor, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        if (assessor != record.assessor) revert AssessmentRegistryNotAssessor(assessmentId, entityId);

        _setState(record, AssessmentState.REJECTED, Rank.OWNER, 0);

        emit AssessmentRetracted(assessmentId, record.seriesId);

        _freePlace(assessmentId, record);
    }

    /// @inheritdoc IAssessmentRegistry
    function comment(uint48 assessmentId, bytes32 commentDigest) external restricted {
        _findProposed(assessmentId);
        if (commentDigest == 0) revert AssessmentRegistryValueInvalid("comment", 0);

        emit AssessmentCommented(assessmentId, commentDigest);
    }

    /// @dev Of an original that comes to nothing.
    function _freePlace(uint48 assessmentId, AssessmentRecord storage record) private {
        if (record.seriesId != assessmentId) return;
        uint48 processId = _series[assessmentId].processId;

        _setLinked(processId, record.kind, 0);

        emit SeriesUnlinked(processId, assessmentId, record.kind);
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
}
