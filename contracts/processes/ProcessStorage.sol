// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RecordContract} from "../RecordContract.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {Rank, RecordState} from "../interfaces/RegistryTypes.sol";

/// @dev State of the processes' registry. Processes are counted from 1.
abstract contract ProcessStorage is RecordContract, IProcessRegistry {
    /// @dev One slot.
    struct ProcessRecord {
        uint32 owner;
        RecordState state;
        Rank stateBy;
        uint8 stateReason;
        uint40 stateSince;
        uint40 createdAt;
    }

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry internal immutable ENTITIES;

    mapping(uint48 processId => ProcessRecord) internal _processes;
    mapping(uint48 processId => mapping(uint32 index => bool)) internal _grants;
    mapping(uint48 processId => mapping(address account => uint32 index)) internal _lineAccounts;
    uint48 internal _count;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities) {
        ENTITIES = entities;
    }

    function _find(uint48 processId) internal view returns (ProcessRecord storage record) {
        record = _processes[processId];
        if (record.owner == 0) revert ProcessRegistryProcessUnknown(processId);
    }

    /// @dev Whether the entity is the owner or has a grant.
    function _isGranted(uint48 processId, uint32 index) internal view returns (bool) {
        return _processes[processId].owner == index || _grants[processId][index];
    }
}
