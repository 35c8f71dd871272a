// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RecordContract} from "../RecordContract.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {ISampleRegistry} from "../interfaces/ISampleRegistry.sol";

/// @dev State of the samples' registry. Samples are counted from 1.
abstract contract SampleStorage is RecordContract, ISampleRegistry {
    struct SampleRecord {
        uint48 processId;
        uint48 drawBlock;
        uint40 from;
        uint40 until;
        uint40 requestedAt;
        uint32 size;
        // second slot
        address requestedBy;
        bytes32 seed;
    }

    struct FindingRecord {
        uint8 result;
        uint32 assessor;
        uint40 recordedAt;
        bytes32 reportDigest;
    }

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry internal immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IProcessRegistry internal immutable PROCESSES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IKeyRegistry internal immutable KEYS;

    mapping(uint48 sampleId => SampleRecord) internal _samples;
    mapping(uint48 sampleId => mapping(bytes32 keyId => FindingRecord)) internal _findings;
    uint48 internal _count;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities, IProcessRegistry processes, IKeyRegistry keys) {
        ENTITIES = entities;
        PROCESSES = processes;
        KEYS = keys;
    }

    function _find(uint48 sampleId) internal view returns (SampleRecord storage record) {
        record = _samples[sampleId];
        if (record.drawBlock == 0) revert SampleRegistrySampleUnknown(sampleId);
    }

    /// @dev The draw block has a hash only for those that come after it.
    function _requireDrawable(uint48 sampleId, SampleRecord storage record) internal view {
        if (block.number <= record.drawBlock) revert SampleRegistryTooEarly(sampleId, record.drawBlock);
    }

    /// @dev The caller's entity: an accredited assessor that has nothing to do with the process's owner.
    function _requireIndependentAssessor(uint48 processId) internal view returns (uint32 assessor, address assessorId) {
        (assessor, assessorId) = ENTITIES.accreditedControlledBy(msg.sender);
        if (ENTITIES.sameGroup(assessor, PROCESSES.ownerOf(processId))) {
            revert SampleRegistryNotIndependent(processId, assessorId);
        }
    }
}
