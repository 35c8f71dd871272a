// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EntityAdmission} from "./entities/EntityAdmission.sol";
import {EntityControllers} from "./entities/EntityControllers.sol";
import {EntityQuotas} from "./entities/EntityQuotas.sol";
import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {EntityRoles} from "./libraries/EntityRoles.sol";

/// @title EntityRegistry
/// @notice See IEntityRegistry. `initialize` is RecordContract's.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract EntityRegistry is EntityAdmission, EntityControllers, EntityQuotas {
    /// @inheritdoc IEntityRegistry
    function entity(address entityId) external view returns (Entity memory) {
        return _entity(_find(entityId));
    }

    /// @inheritdoc IEntityRegistry
    function entityAt(uint32 index) external view returns (Entity memory) {
        if (index == 0 || index > _count) revert EntityRegistryEntityUnknown(address(0));
        return _entity(index);
    }

    /// @inheritdoc IEntityRegistry
    function entityCount() external view returns (uint32) {
        return _count;
    }

    /// @inheritdoc IEntityRegistry
    function indexOf(address entityId) external view returns (uint32) {
        return _find(entityId);
    }

    /// @inheritdoc IEntityRegistry
    function entityIdOf(uint32 index) external view returns (address) {
        return _entities[index].entityId;
    }

    /// @inheritdoc IEntityRegistry
    function controlledBy(address account) external view returns (uint32) {
        return _controlled[account];
    }

    /// @inheritdoc IEntityRegistry
    function activeControlledBy(address account) external view returns (uint32 index, address entityId) {
        index = _findControlled(account);
        entityId = _requireActive(index);
    }

    /// @inheritdoc IEntityRegistry
    function requireActive(uint32 index) external view returns (address entityId) {
        return _requireActive(index);
    }

    /// @inheritdoc IEntityRegistry
    function requireRole(uint32 index, uint32 wanted) external view returns (address entityId) {
        return _requireRole(index, wanted);
    }

    /// @inheritdoc IEntityRegistry
    function accreditedControlledBy(address account) external view returns (uint32 index, address entityId) {
        index = _findControlled(account);
        entityId = _requireRole(index, EntityRoles.ASSESSOR);

        EntityRecord storage record = _entities[index];
        if (record.struckOffSince != 0) revert EntityRegistryStruckOff(entityId, record.struckOffSince);
        if (record.accreditedUntil <= block.timestamp) {
            revert EntityRegistryNotAccredited(entityId, record.accreditedUntil);
        }
    }

    /// @inheritdoc IEntityRegistry
    function struckOffSince(uint32 index) external view returns (uint40) {
        return _entities[index].struckOffSince;
    }

    /// @inheritdoc IEntityRegistry
    function sameGroup(uint32 one, uint32 other) external view returns (bool) {
        if (one == other) return true;

        (bytes32 ownOne, bytes32 groupOne) = _group(one);
        (bytes32 ownOther, bytes32 groupOther) = _group(other);
        return groupOne == groupOther || groupOne == ownOther || groupOther == ownOne;
    }

    /// @dev Hashes of the entity's own rlid, and of its ultimate parent's.
    function _group(uint32 index) private view returns (bytes32 own, bytes32 parent) {
        EntityRecord storage record = _entities[index];
        own = keccak256(bytes(record.rlid));
        parent = bytes(record.group).length == 0 ? own : keccak256(bytes(record.group));
    }

    function _requireActive(uint32 index) private view returns (address entityId) {
        EntityRecord storage record = _entities[index];
        entityId = record.entityId;
        if (record.state != EntityState.ACTIVE) revert EntityRegistryEntitySuspended(entityId);
    }

    function _requireRole(uint32 index, uint32 wanted) private view returns (address entityId) {
        entityId = _requireActive(index);
        if (_entities[index].role & wanted == 0) revert EntityRegistryRoleMissing(entityId, wanted);
    }

    function _entity(uint32 index) private view returns (Entity memory) {
        EntityRecord storage record = _entities[index];
        return
            Entity({
                entityId: record.entityId,
                controller: record.controller,
                entityType: record.entityType,
                name: record.name,
                rlid: record.rlid,
                role: record.role,
                roleCertification: record.roleCertification,
                country: record.country,
                group: record.group,
                pen: record.pen,
                state: record.state,
                registeredAt: record.registeredAt,
                accreditedUntil: record.accreditedUntil,
                struckOffSince: record.struckOffSince
            });
    }
}
