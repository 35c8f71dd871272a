// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {IProcessRegistry} from "./interfaces/IProcessRegistry.sol";
import {RecordState} from "./interfaces/RegistryTypes.sol";
import {ProcessOwnership} from "./processes/ProcessOwnership.sol";
import {ProcessStorage} from "./processes/ProcessStorage.sol";
import {ProcessSupervision} from "./processes/ProcessSupervision.sol";

/// @title ProcessRegistry
/// @notice See IProcessRegistry. `initialize` is RecordContract's.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract ProcessRegistry is ProcessOwnership, ProcessSupervision {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities) ProcessStorage(entities) {}

    /// @inheritdoc IProcessRegistry
    function process(uint48 processId) external view returns (Process memory) {
        ProcessRecord storage record = _find(processId);
        return
            Process({
                processId: processId,
                ownerId: ENTITIES.entityIdOf(record.owner),
                state: record.state,
                stateBy: record.stateBy,
                stateReason: record.stateReason,
                stateSince: record.stateSince,
                createdAt: record.createdAt
            });
    }

    /// @inheritdoc IProcessRegistry
    function processCount() external view returns (uint48) {
        return _count;
    }

    /// @inheritdoc IProcessRegistry
    function ownerOf(uint48 processId) external view returns (uint32) {
        return _find(processId).owner;
    }

    /// @inheritdoc IProcessRegistry
    function mayRegister(uint48 processId, address entityId) external view returns (bool) {
        _find(processId);
        return _isGranted(processId, ENTITIES.indexOf(entityId));
    }

    /// @inheritdoc IProcessRegistry
    function lineAccountOf(uint48 processId, address account) external view returns (address entityId) {
        return ENTITIES.entityIdOf(_lineAccounts[processId][account]);
    }

    /// @inheritdoc IProcessRegistry
    function requireRegistrant(
        uint48 processId,
        address account
    ) external view returns (uint32 index, address entityId) {
        ProcessRecord storage record = _find(processId);
        if (record.state != RecordState.ACTIVE) revert ProcessRegistryNotActive(processId, record.state);

        // a controller comes first: nobody else can make an entity's own account register for another one
        index = ENTITIES.controlledBy(account);
        if (index == 0) index = _lineAccounts[processId][account];
        if (index == 0) revert ProcessRegistryAccountUnknown(processId, account);

        entityId = ENTITIES.requireActive(index);
        if (!_isGranted(processId, index)) revert ProcessRegistryNotGranted(processId, entityId);
    }
}
