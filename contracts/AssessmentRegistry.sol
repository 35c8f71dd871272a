// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentRecording} from "./assessments/AssessmentRecording.sol";
import {AssessmentReview} from "./assessments/AssessmentReview.sol";
import {AssessmentStorage} from "./assessments/AssessmentStorage.sol";
import {AssessmentSupervision} from "./assessments/AssessmentSupervision.sol";
import {IAssessmentRegistry} from "./interfaces/IAssessmentRegistry.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {IProcessRegistry} from "./interfaces/IProcessRegistry.sol";

/// @title AssessmentRegistry
/// @notice See IAssessmentRegistry. `initialize` is RecordContract's.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract AssessmentRegistry is AssessmentRecording, AssessmentReview, AssessmentSupervision {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IDocumentRegistry documents,
        IEntityRegistry entities,
        IProcessRegistry processes
    ) AssessmentStorage(documents, entities, processes) {}

    /// @inheritdoc IAssessmentRegistry
    function assessment(uint48 assessmentId) external view returns (Assessment memory answer) {
        AssessmentRecord storage record = _find(assessmentId);
        answer.assessmentId = assessmentId;
        answer.kind = record.kind;
        answer.processId = _series[record.seriesId].processId;
        answer.assessorId = ENTITIES.entityIdOf(record.assessor);
        answer.pastAssessmentId = record.seriesId == assessmentId ? 0 : record.seriesId;
        answer.correctsId = record.correctsId;
        answer.details = _detailsOf(record);
        answer.recordedAt = record.recordedAt;
        answer.approvalDate = record.approvalDate;
        answer.state = record.state;
        answer.stateBy = record.stateBy;
        answer.stateReason = record.stateReason;
        answer.stateSince = record.stateSince;
        // of the other kind nothing was stored
        answer.keyGeneration = _keyGenerations[record.resultsId];
        answer.keyProtection = _keyProtections[record.resultsId];
    }

    /// @inheritdoc IAssessmentRegistry
    function assessmentCount() external view returns (uint48) {
        return _count;
    }

    /// @inheritdoc IAssessmentRegistry
    function seriesOf(uint48 processId) external view returns (uint48 keyGenerationId, uint48 keyProtectionId) {
        ProcessSeries storage linked = _processSeries[processId];
        return (linked.keyGenerationId, linked.keyProtectionId);
    }

    /// @inheritdoc IAssessmentRegistry
    function headOf(uint48 seriesId) external view returns (uint48 assessmentId) {
        return _findSeries(seriesId).headId;
    }

    /// @inheritdoc IAssessmentRegistry
    function headsOf(uint48 processId) external view returns (Head memory keyGeneration, Head memory keyProtection) {
        ProcessSeries storage linked = _processSeries[processId];
        keyGeneration = _head(linked.keyGenerationId);
        keyProtection = _head(linked.keyProtectionId);
    }

    /// @inheritdoc IAssessmentRegistry
    function isInForce(uint48 seriesId) external view returns (bool) {
        return _isInForce(_assessments[_findSeries(seriesId).headId]);
    }

    /// @inheritdoc IAssessmentRegistry
    function validity() external view returns (uint32 validitySeconds, uint32 graceSeconds) {
        return (_validitySeconds, _graceSeconds);
    }

    function _head(uint48 seriesId) private view returns (Head memory head) {
        if (seriesId == 0) return head;

        head.assessmentId = _series[seriesId].headId;
        AssessmentRecord storage record = _assessments[head.assessmentId];
        head.state = record.state;
        head.completionDate = record.completionDate;
        head.assessorStruckOffSince = ENTITIES.struckOffSince(record.assessor);
    }

    function _detailsOf(AssessmentRecord storage record) private view returns (AssessmentDetails memory) {
        return
            AssessmentDetails({
                completionDate: record.completionDate,
                referenceDigest: record.referenceDigest,
                keyGeneratorId: ENTITIES.entityIdOf(record.keyGenerator),
                manufacturerId: ENTITIES.entityIdOf(record.manufacturer),
                scope: record.scope,
                criteriaDigest: record.criteriaDigest
            });
    }
}
