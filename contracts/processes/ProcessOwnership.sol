// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProcessStorage} from "./ProcessStorage.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {Rank, RecordState} from "../interfaces/RegistryTypes.sol";
import {EntityRoles} from "../libraries/EntityRoles.sol";

/// @dev What entities do: create a process, and say who registers keys under it.
abstract contract ProcessOwnership is ProcessStorage {
    /// @inheritdoc IProcessRegistry
    function create() external returns (uint48 processId) {
        (uint32 owner, address ownerId) = ENTITIES.activeControlledBy(msg.sender);

        return _create(owner, owner, ownerId);
    }

    /// @inheritdoc IProcessRegistry
    function createFor(address ownerId) external returns (uint48 processId) {
        (uint32 assessor, address assessorId) = ENTITIES.accreditedControlledBy(msg.sender);

        return _create(ENTITIES.indexOf(ownerId), assessor, assessorId);
    }

    /// @inheritdoc IProcessRegistry
    function grant(uint48 processId, address entityId) external {
        uint32 owner = _requireOwner(processId);
        uint32 index = ENTITIES.indexOf(entityId);
        if (index == owner || _grants[processId][index]) return;

        _grants[processId][index] = true;

        emit RegistrationGranted(processId, entityId);
    }

    /// @inheritdoc IProcessRegistry
    function withdrawGrant(uint48 processId, address entityId) external {
        _requireOwner(processId);
        uint32 index = ENTITIES.indexOf(entityId);
        if (!_grants[processId][index]) return;

        delete _grants[processId][index];

        emit RegistrationGrantWithdrawn(processId, entityId);
    }

    /// @inheritdoc IProcessRegistry
    function nameLineAccount(uint48 processId, address account) external {
        _find(processId);
        (uint32 index, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        if (!_isGranted(processId, index)) revert ProcessRegistryNotGranted(processId, entityId);
        if (account == address(0)) revert ProcessRegistryAccountZero();
        uint32 controlled = ENTITIES.controlledBy(account);
        uint32 holder = _lineAccounts[processId][account];
        if (controlled != 0) _revertTaken(processId, account, controlled);
        if (holder == index) return;
        if (holder != 0) _revertTaken(processId, account, holder);
        ENTITIES.spend(index, IEntityRegistry.QuotaKind.RECORDS, 1);

        _lineAccounts[processId][account] = index;

        emit LineAccountNamed(processId, entityId, account);
    }

    /// @inheritdoc IProcessRegistry
    function withdrawLineAccount(uint48 processId, address account) external {
        _find(processId);
        (uint32 index, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        uint32 holder = _lineAccounts[processId][account];
        if (holder == 0) revert ProcessRegistryAccountUnknown(processId, account);
        if (holder != index) _revertTaken(processId, account, holder);

        delete _lineAccounts[processId][account];

        emit LineAccountWithdrawn(processId, entityId, account);
    }

    /// @dev Counts against the quota of who creates it: an assessor cannot use up an owner's.
    function _create(uint32 owner, uint32 creator, address creatorId) private returns (uint48 processId) {
        address ownerId = ENTITIES.requireRole(owner, EntityRoles.PROCESS_OWNERS);
        ENTITIES.spend(creator, IEntityRegistry.QuotaKind.RECORDS, 1);

        processId = ++_count;
        uint40 time = uint40(block.timestamp);
        _processes[processId] = ProcessRecord(owner, RecordState.ACTIVE, Rank.NONE, 0, time, time);

        emit ProcessCreated(processId, ownerId, creatorId);
    }

    /// @dev The process's owner, which the caller has to control.
    function _requireOwner(uint48 processId) private view returns (uint32 owner) {
        owner = _find(processId).owner;
        (uint32 index, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        if (index != owner) revert ProcessRegistryNotOwner(processId, entityId);
    }

    function _revertTaken(uint48 processId, address account, uint32 holder) private view {
        revert ProcessRegistryAccountTaken(processId, account, ENTITIES.entityIdOf(holder));
    }
}
