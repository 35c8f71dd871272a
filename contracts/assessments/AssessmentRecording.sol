// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentCheck} from "./AssessmentCheck.sol";
import {AssessmentIndependence} from "./AssessmentIndependence.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {AssessmentKind, Rank} from "../interfaces/RegistryTypes.sol";

/// @dev What assessors do.
abstract contract AssessmentRecording is AssessmentIndependence {
    /// @inheritdoc IAssessmentRegistry
    function recordKeyGeneration(
        uint48 processId,
        AssessmentDetails calldata details,
        KeyGenerationResult calldata result
    ) external returns (uint48 assessmentId) {
        AssessmentCheck.requireValid(result);

        assessmentId = _recordOriginal(processId, AssessmentKind.KEY_GENERATION, details);
        _storeResult(assessmentId, result);
    }

    /// @inheritdoc IAssessmentRegistry
    function recordKeyProtection(
        uint48 processId,
        AssessmentDetails calldata details,
        KeyProtectionResult calldata result
    ) external returns (uint48 assessmentId) {
        AssessmentCheck.requireValid(result);

        assessmentId = _recordOriginal(processId, AssessmentKind.KEY_PROTECTION, details);
        _storeResult(assessmentId, result);
    }

    /// @inheritdoc IAssessmentRegistry
    function renew(uint48 seriesId, AssessmentDetails calldata details) external returns (uint48 assessmentId) {
        AssessmentRecord storage head = _findHead(seriesId);
        if (details.completionDate <= head.completionDate) {
            revert AssessmentRegistryCompletionTooEarly(details.completionDate, head.completionDate);
        }

        assessmentId = _recordFollower(seriesId, 0, details);
        _assessments[assessmentId].resultsId = head.resultsId;
    }

    /// @inheritdoc IAssessmentRegistry
    function correctKeyGeneration(
        uint48 headId,
        AssessmentDetails calldata details,
        KeyGenerationResult calldata result
    ) external returns (uint48 assessmentId) {
        AssessmentCheck.requireValid(result);

        assessmentId = _recordCorrection(headId, AssessmentKind.KEY_GENERATION, details);
        _storeResult(assessmentId, result);
    }

    /// @inheritdoc IAssessmentRegistry
    function correctKeyProtection(
        uint48 headId,
        AssessmentDetails calldata details,
        KeyProtectionResult calldata result
    ) external returns (uint48 assessmentId) {
        AssessmentCheck.requireValid(result);

        assessmentId = _recordCorrection(headId, AssessmentKind.KEY_PROTECTION, details);
        _storeResult(assessmentId, result);
    }

    /// @inheritdoc IAssessmentRegistry
    function linkSeries(uint48 processId, uint48 seriesId) external {
        AssessmentRecord storage head = _findHead(seriesId);
        (uint32 assessor, ) = ENTITIES.accreditedControlledBy(msg.sender);
        _requireIndependent(processId, assessor);
        _requireIndependent(processId, head.assessor);
        _requireNoInterest(seriesId, assessor, head.keyGenerator, head.manufacturer);
        if (!_isInForce(head)) revert AssessmentRegistrySeriesNotInForce(seriesId, head.state);
        _countOwner(seriesId, processId);
        if (_linked(processId, head.kind) == seriesId) return;

        _link(processId, head.kind, seriesId);
    }

    function _recordOriginal(
        uint48 processId,
        AssessmentKind kind,
        AssessmentDetails calldata details
    ) private returns (uint48 assessmentId) {
        (uint32 assessor, address assessorId) = ENTITIES.accreditedControlledBy(msg.sender);

        assessmentId = ++_count;
        _series[assessmentId] = SeriesRecord(processId, assessmentId);
        _store(assessmentId, assessmentId, 0, kind, assessor, details);

        emit AssessmentRecorded(assessmentId, processId, assessorId, kind, 0, 0, details);

        _link(processId, kind, assessmentId);
    }

    function _recordCorrection(
        uint48 headId,
        AssessmentKind kind,
        AssessmentDetails calldata details
    ) private returns (uint48 assessmentId) {
        AssessmentRecord storage head = _find(headId);
        if (head.kind != kind) revert AssessmentRegistryKindWrong(headId, head.kind);
        uint48 currentId = _series[head.seriesId].headId;
        if (currentId != headId) revert AssessmentRegistryNotHead(headId, currentId);

        return _recordFollower(head.seriesId, headId, details);
    }

    function _recordFollower(
        uint48 seriesId,
        uint48 correctsId,
        AssessmentDetails calldata details
    ) private returns (uint48 assessmentId) {
        SeriesRecord storage series = _series[seriesId];
        AssessmentRecord storage head = _assessments[series.headId];
        (uint32 assessor, address assessorId) = ENTITIES.accreditedControlledBy(msg.sender);
        _requireFollowable(seriesId, head);

        assessmentId = ++_count;
        _store(assessmentId, seriesId, correctsId, head.kind, assessor, details);

        emit AssessmentRecorded(assessmentId, series.processId, assessorId, head.kind, seriesId, correctsId, details);
    }

    function _store(
        uint48 assessmentId,
        uint48 seriesId,
        uint48 correctsId,
        AssessmentKind kind,
        uint32 assessor,
        AssessmentDetails calldata details
    ) private {
        AssessmentCheck.requireValid(details);
        _requireCriteria(details.criteriaDigest, details.completionDate);
        uint32 keyGenerator = _indexOf(details.keyGeneratorId);
        uint32 manufacturer = _indexOf(details.manufacturerId);
        _requireNoInterest(seriesId, assessor, keyGenerator, manufacturer);
        ENTITIES.spend(assessor, IEntityRegistry.QuotaKind.RECORDS, 1);

        AssessmentRecord storage record = _assessments[assessmentId];
        record.seriesId = seriesId;
        record.resultsId = assessmentId;
        record.correctsId = correctsId;
        record.assessor = assessor;
        record.completionDate = details.completionDate;
        record.recordedAt = uint40(block.timestamp);
        record.stateSince = uint40(block.timestamp);
        record.kind = kind;
        record.state = AssessmentState.PROPOSED;
        record.stateBy = Rank.NONE;
        record.keyGenerator = keyGenerator;
        record.manufacturer = manufacturer;
        record.referenceDigest = details.referenceDigest;
        record.criteriaDigest = details.criteriaDigest;
        record.scope = details.scope;
    }

    function _storeResult(uint48 assessmentId, KeyGenerationResult calldata result) private {
        _keyGenerations[assessmentId] = result;

        emit KeyGenerationResultRecorded(assessmentId, result);
    }

    function _storeResult(uint48 assessmentId, KeyProtectionResult calldata result) private {
        _keyProtections[assessmentId] = result;

        emit KeyProtectionResultRecorded(assessmentId, result);
    }

    function _link(uint48 processId, AssessmentKind kind, uint48 seriesId) private {
        uint48 present = _linked(processId, kind);
        if (present != 0) revert AssessmentRegistryPlaceTaken(processId, kind, present);

        _setLinked(processId, kind, seriesId);

        emit SeriesLinked(processId, seriesId, kind);
    }

    function _findHead(uint48 seriesId) private view returns (AssessmentRecord storage) {
        return _assessments[_findSeries(seriesId).headId];
    }

    /// @dev Criteria need not be given; those that are have to be the Governing Body's.
    function _requireCriteria(bytes32 sha256Hash, uint40 completionDate) private view {
        if (sha256Hash != 0 && !DOCUMENTS.isCriteria(sha256Hash, completionDate)) {
            revert AssessmentRegistryCriteriaUnknown(sha256Hash, completionDate);
        }
    }

    function _indexOf(address entityId) private view returns (uint32) {
        return entityId == address(0) ? 0 : ENTITIES.indexOf(entityId);
    }
}
