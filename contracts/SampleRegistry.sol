// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {IKeyRegistry} from "./interfaces/IKeyRegistry.sol";
import {IProcessRegistry} from "./interfaces/IProcessRegistry.sol";
import {ISampleRegistry} from "./interfaces/ISampleRegistry.sol";
import {SampleRequests} from "./samples/SampleRequests.sol";
import {SampleStorage} from "./samples/SampleStorage.sol";

/// @title SampleRegistry
/// @notice See ISampleRegistry. `initialize` is RecordContract's.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract SampleRegistry is SampleRequests {
    /// @dev conforming, nonconforming, not_available.
    uint8 private constant _RESULTS = 3;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IEntityRegistry entities,
        IProcessRegistry processes,
        IKeyRegistry keys
    ) SampleStorage(entities, processes, keys) {}

    /// @inheritdoc ISampleRegistry
    function recordFinding(uint48 sampleId, bytes32 keyId, uint8 result, bytes32 reportDigest) external {
        SampleRecord storage record = _find(sampleId);
        uint48 processId = record.processId;
        (uint32 assessor, address assessorId) = _requireIndependentAssessor(processId);
        _requireDrawable(sampleId, record);
        uint48 keyProcessId = KEYS.key(keyId).processId;
        if (keyProcessId != processId) revert SampleRegistryProcessWrong(keyId, keyProcessId);
        if (result == 0 || result > _RESULTS) revert SampleRegistryResultUnknown(result);
        if (reportDigest == 0) revert SampleRegistryReportZero();
        FindingRecord storage finding = _findings[sampleId][keyId];
        bool isSame = finding.result == result && finding.reportDigest == reportDigest && finding.assessor == assessor;
        if (isSame) return;
        ENTITIES.spend(assessor, IEntityRegistry.QuotaKind.RECORDS, 1);

        finding.result = result;
        finding.assessor = assessor;
        finding.recordedAt = uint40(block.timestamp);
        finding.reportDigest = reportDigest;

        emit FindingRecorded(sampleId, processId, keyId, result, reportDigest, assessorId);
    }

    /// @inheritdoc ISampleRegistry
    function sample(uint48 sampleId) external view returns (Sample memory) {
        SampleRecord storage record = _find(sampleId);
        return
            Sample({
                sampleId: sampleId,
                processId: record.processId,
                requestedBy: record.requestedBy,
                requestedAt: record.requestedAt,
                from: record.from,
                until: record.until,
                size: record.size,
                drawBlock: record.drawBlock,
                seed: record.seed
            });
    }

    /// @inheritdoc ISampleRegistry
    function sampleCount() external view returns (uint48) {
        return _count;
    }

    /// @inheritdoc ISampleRegistry
    function findingOf(uint48 sampleId, bytes32 keyId) external view returns (Finding memory) {
        _find(sampleId);
        FindingRecord storage finding = _findings[sampleId][keyId];
        return
            Finding({
                result: finding.result,
                assessorId: ENTITIES.entityIdOf(finding.assessor),
                recordedAt: finding.recordedAt,
                reportDigest: finding.reportDigest
            });
    }
}
