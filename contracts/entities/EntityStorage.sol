// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RecordContract} from "../RecordContract.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";

/// @dev State of the entities' registry. Entities are counted from 1 and referred to by that index.
abstract contract EntityStorage is RecordContract, IEntityRegistry {
    /// @dev The first slot is all that a registration of keys reads.
    struct EntityRecord {
        address entityId;
        uint32 role;
        bytes2 country;
        uint32 pen;
        uint8 entityType;
        EntityState state;
        // second slot
        address controller;
        uint40 registeredAt;
        uint40 accreditedUntil;
        uint40 struckOffSince;
        string name;
        string rlid;
        string roleCertification;
        string group;
    }

    /// @dev Half a slot; 0: the default, and of the default itself: the one that the contract came with.
    struct QuotaRecord {
        uint32 keysPerDay;
        uint32 recordsPerDay;
    }

    /// @dev One slot. What stands there of an earlier day counts no more.
    struct UsageRecord {
        uint32 day;
        uint32 keys;
        uint32 records;
    }

    mapping(uint32 index => EntityRecord) internal _entities;
    mapping(address entityId => uint32 index) internal _indexes;
    mapping(address controller => uint32 index) internal _controlled;
    mapping(bytes32 rlidHash => uint32 index) internal _rlids;
    mapping(uint32 index => ControllerReplacement) internal _replacements;
    uint32 internal _count;
    QuotaRecord internal _defaultQuota;
    mapping(uint32 index => QuotaRecord) internal _quotas;
    mapping(address recorder => mapping(uint32 index => UsageRecord)) internal _usages;

    /// @dev The entity that `entityId` names.
    function _find(address entityId) internal view returns (uint32 index) {
        index = _indexes[entityId];
        if (index == 0) revert EntityRegistryEntityUnknown(entityId);
    }

    /// @dev Reverts where `account` is an account of an entity, be it that it was the first one of `index`.
    function _requireFree(address account, uint32 index) internal view {
        if (account == address(0)) revert EntityRegistryAccountZero();
        uint32 controlled = _controlled[account];
        if (controlled != 0) revert EntityRegistryAccountTaken(account, _entities[controlled].entityId);
        uint32 named = _indexes[account];
        if (named != 0 && named != index) revert EntityRegistryAccountTaken(account, account);
    }

    /// @dev The entity that `account` controls.
    function _findControlled(address account) internal view returns (uint32 index) {
        index = _controlled[account];
        if (index == 0) revert EntityRegistryControllerUnknown(account);
    }
}
