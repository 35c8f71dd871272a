// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RecordContract} from "../RecordContract.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {IDocumentRegistry} from "../interfaces/IDocumentRegistry.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {AssessmentKind, Rank} from "../interfaces/RegistryTypes.sol";

/// @dev State of the assessments' registry. Assessments of both kinds are counted from 1, together.
abstract contract AssessmentStorage is RecordContract, IAssessmentRegistry {
    /// @dev The first slot is all that a registration of keys reads.
    struct AssessmentRecord {
        uint48 seriesId;
        /// whose results it shares: its own id, or of a renewal the id of the one that has them
        uint48 resultsId;
        uint32 assessor;
        uint40 completionDate;
        uint40 stateSince;
        AssessmentKind kind;
        AssessmentState state;
        Rank stateBy;
        uint8 stateReason;
        // second slot
        uint48 correctsId;
        uint40 approvalDate;
        uint40 recordedAt;
        uint32 keyGenerator;
        uint32 manufacturer;
        bytes32 referenceDigest;
        bytes32 criteriaDigest;
        string scope;
    }

    struct SeriesRecord {
        uint48 processId;
        uint48 headId;
    }

    struct ProcessSeries {
        uint48 keyGenerationId;
        uint48 keyProtectionId;
    }

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IDocumentRegistry internal immutable DOCUMENTS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry internal immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IProcessRegistry internal immutable PROCESSES;

    mapping(uint48 assessmentId => AssessmentRecord) internal _assessments;
    mapping(uint48 seriesId => SeriesRecord) internal _series;
    mapping(uint48 processId => ProcessSeries) internal _processSeries;
    mapping(uint48 resultsId => KeyGenerationResult) internal _keyGenerations;
    mapping(uint48 resultsId => KeyProtectionResult) internal _keyProtections;
    uint48 internal _count;
    uint32 internal _validitySeconds;
    uint32 internal _graceSeconds;
    /// @dev Owners of the linked processes, without the owner of the one that the series was recorded for.
    mapping(uint48 seriesId => uint32[]) internal _otherOwners;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IDocumentRegistry documents, IEntityRegistry entities, IProcessRegistry processes) {
        DOCUMENTS = documents;
        ENTITIES = entities;
        PROCESSES = processes;
    }

    function _find(uint48 assessmentId) internal view returns (AssessmentRecord storage record) {
        record = _assessments[assessmentId];
        if (record.seriesId == 0) revert AssessmentRegistryAssessmentUnknown(assessmentId);
    }

    function _findSeries(uint48 seriesId) internal view returns (SeriesRecord storage series) {
        series = _series[seriesId];
        if (series.headId == 0) revert AssessmentRegistrySeriesUnknown(seriesId);
    }

    /// @dev The series of `kind` that is linked to the process; 0: none.
    function _linked(uint48 processId, AssessmentKind kind) internal view returns (uint48) {
        ProcessSeries storage linked = _processSeries[processId];
        return kind == AssessmentKind.KEY_GENERATION ? linked.keyGenerationId : linked.keyProtectionId;
    }

    function _setLinked(uint48 processId, AssessmentKind kind, uint48 seriesId) internal {
        ProcessSeries storage linked = _processSeries[processId];
        if (kind == AssessmentKind.KEY_GENERATION) linked.keyGenerationId = seriesId;
        else linked.keyProtectionId = seriesId;
    }

    function _setState(AssessmentRecord storage record, AssessmentState state, Rank by, uint8 reason) internal {
        record.state = state;
        record.stateBy = by;
        record.stateReason = reason;
        record.stateSince = uint40(block.timestamp);
    }

    /// @dev Whether the assessment was made after its assessor lost the right to.
    function _isStruckOff(AssessmentRecord storage record) internal view returns (bool) {
        uint40 since = ENTITIES.struckOffSince(record.assessor);
        return since != 0 && since <= record.completionDate;
    }

    function _isInForce(AssessmentRecord storage head) internal view returns (bool) {
        return head.state == AssessmentState.APPROVED && !_isStruckOff(head);
    }

    /// @dev A head can be followed when it is approved, or suspended by the rank that approves what follows.
    function _requireFollowable(uint48 seriesId, AssessmentRecord storage head) internal view {
        if (head.state == AssessmentState.APPROVED) return;
        if (head.state == AssessmentState.SUSPENDED && head.stateBy <= Rank.PROGRAMME_MANAGER) return;
        revert AssessmentRegistrySeriesNotInForce(seriesId, head.state);
    }
}
