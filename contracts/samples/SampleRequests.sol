// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SampleStorage} from "./SampleStorage.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {ISampleRegistry} from "../interfaces/ISampleRegistry.sol";

/// @dev How samples are requested and drawn.
abstract contract SampleRequests is SampleStorage {
    /// @dev The hash of the request's own block, or of the next one, could be known to whoever proposes it.
    uint48 private constant _BLOCKS_UNTIL_DRAW = 2;

    /// @inheritdoc ISampleRegistry
    function requestAsAssessor(
        uint48 processId,
        uint40 from,
        uint40 until,
        uint32 size
    ) external returns (uint48 sampleId) {
        (uint32 assessor, ) = _requireIndependentAssessor(processId);
        ENTITIES.spend(assessor, IEntityRegistry.QuotaKind.RECORDS, 1);

        return _request(processId, from, until, size);
    }

    /// @inheritdoc ISampleRegistry
    function requestAsProgrammeManager(
        uint48 processId,
        uint40 from,
        uint40 until,
        uint32 size
    ) external restricted returns (uint48 sampleId) {
        return _request(processId, from, until, size);
    }

    /// @inheritdoc ISampleRegistry
    function requestAsRegulator(
        uint48 processId,
        uint40 from,
        uint40 until,
        uint32 size
    ) external restricted returns (uint48 sampleId) {
        return _request(processId, from, until, size);
    }

    /// @inheritdoc ISampleRegistry
    function draw(uint48 sampleId) external {
        SampleRecord storage record = _find(sampleId);
        if (record.seed != 0) return;
        _requireDrawable(sampleId, record);
        bytes32 seed = blockhash(record.drawBlock);
        if (seed == 0) revert SampleRegistryBlockTooOld(sampleId, record.drawBlock);

        record.seed = seed;

        emit SampleDrawn(sampleId, seed);
    }

    function _request(uint48 processId, uint40 from, uint40 until, uint32 size) private returns (uint48 sampleId) {
        // reverts where there is no such process
        PROCESSES.ownerOf(processId);
        if (from > until || until > block.timestamp) revert SampleRegistryPeriodInvalid(from, until);
        if (size == 0) revert SampleRegistrySizeZero();

        sampleId = ++_count;
        SampleRecord storage record = _samples[sampleId];
        record.processId = processId;
        record.drawBlock = uint48(block.number) + _BLOCKS_UNTIL_DRAW;
        record.from = from;
        record.until = until;
        record.requestedAt = uint40(block.timestamp);
        record.size = size;
        record.requestedBy = msg.sender;

        emit SampleRequested(sampleId, processId, msg.sender, from, until, size, record.drawBlock);
    }
}
