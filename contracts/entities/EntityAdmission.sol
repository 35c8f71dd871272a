// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EntityDetailsCheck} from "./EntityDetailsCheck.sol";
import {EntityStorage} from "./EntityStorage.sol";
import {EntityRoles} from "../libraries/EntityRoles.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";

/// @dev What the registrar does, and what the board does with assessors.
abstract contract EntityAdmission is EntityStorage {
    /// @inheritdoc IEntityRegistry
    function register(
        address account,
        EntityDetails calldata details,
        uint32 role,
        string calldata roleCertification
    ) external restricted {
        _requireFree(account, 0);
        EntityDetailsCheck.requireValid(details);
        EntityDetailsCheck.requireRole(role);
        EntityDetailsCheck.requireRoleCertification(roleCertification);

        uint32 index = ++_count;
        EntityRecord storage record = _entities[index];
        record.entityId = account;
        record.controller = account;
        record.registeredAt = uint40(block.timestamp);
        record.state = EntityState.ACTIVE;
        record.role = role;
        record.roleCertification = roleCertification;
        _indexes[account] = index;
        _controlled[account] = index;
        _setDetails(index, details);

        emit EntityRegistered(account, index, details, role, roleCertification);
    }

    /// @inheritdoc IEntityRegistry
    function update(address entityId, EntityDetails calldata details) external restricted {
        uint32 index = _find(entityId);
        EntityDetailsCheck.requireValid(details);
        if (keccak256(abi.encode(details)) == keccak256(abi.encode(_detailsOf(index)))) return;

        delete _rlids[keccak256(bytes(_entities[index].rlid))];
        _setDetails(index, details);

        emit EntityUpdated(entityId, details);
    }

    /// @inheritdoc IEntityRegistry
    function setRole(address entityId, uint32 role) external restricted {
        EntityRecord storage record = _entities[_find(entityId)];
        EntityDetailsCheck.requireRole(role);
        if (record.role == role) return;

        record.role = role;

        emit EntityRoleSet(entityId, role);
    }

    /// @inheritdoc IEntityRegistry
    function setRoleCertification(address entityId, string calldata roleCertification) external restricted {
        EntityRecord storage record = _entities[_find(entityId)];
        EntityDetailsCheck.requireRoleCertification(roleCertification);
        if (keccak256(bytes(record.roleCertification)) == keccak256(bytes(roleCertification))) return;

        record.roleCertification = roleCertification;

        emit EntityRoleCertificationSet(entityId, roleCertification);
    }

    /// @inheritdoc IEntityRegistry
    function suspend(address entityId) external restricted {
        EntityRecord storage record = _entities[_find(entityId)];
        if (record.state == EntityState.SUSPENDED) return;

        record.state = EntityState.SUSPENDED;

        emit EntitySuspended(entityId);
    }

    /// @inheritdoc IEntityRegistry
    function reinstate(address entityId) external restricted {
        EntityRecord storage record = _entities[_find(entityId)];
        if (record.state == EntityState.ACTIVE) return;

        record.state = EntityState.ACTIVE;

        emit EntityReinstated(entityId);
    }

    /// @inheritdoc IEntityRegistry
    function accredit(address entityId, uint40 until) external restricted {
        EntityRecord storage record = _entities[_find(entityId)];
        if (record.role & EntityRoles.ASSESSOR == 0) {
            revert EntityRegistryRoleMissing(entityId, EntityRoles.ASSESSOR);
        }
        if (record.struckOffSince != 0) revert EntityRegistryStruckOff(entityId, record.struckOffSince);
        if (until <= block.timestamp) revert EntityRegistryUntilPast(until);
        if (record.accreditedUntil == until) return;

        record.accreditedUntil = until;

        emit EntityAccredited(entityId, until);
    }

    /// @inheritdoc IEntityRegistry
    function strikeOff(address entityId, uint40 since) external restricted {
        EntityRecord storage record = _entities[_find(entityId)];
        if (record.accreditedUntil == 0) revert EntityRegistryNotAccredited(entityId, 0);
        uint40 latest = record.struckOffSince == 0 ? uint40(block.timestamp) : record.struckOffSince;
        if (since == 0 || since > latest) revert EntityRegistrySinceTooLate(since, latest);
        if (since == record.struckOffSince) return;

        record.struckOffSince = since;

        emit EntityStruckOff(entityId, since);
    }

    function _setDetails(uint32 index, EntityDetails calldata details) private {
        bytes32 rlidHash = keccak256(bytes(details.rlid));
        uint32 holder = _rlids[rlidHash];
        if (holder != 0) revert EntityRegistryRlidTaken(details.rlid, _entities[holder].entityId);

        _rlids[rlidHash] = index;
        EntityRecord storage record = _entities[index];
        record.entityType = details.entityType;
        record.name = details.name;
        record.rlid = details.rlid;
        record.country = details.country;
        record.group = details.group;
        record.pen = details.pen;
    }

    function _detailsOf(uint32 index) private view returns (EntityDetails memory) {
        EntityRecord storage record = _entities[index];
        return
            EntityDetails({
                entityType: record.entityType,
                name: record.name,
                rlid: record.rlid,
                country: record.country,
                group: record.group,
                pen: record.pen
            });
    }
}
