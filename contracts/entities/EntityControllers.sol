// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EntityStorage} from "./EntityStorage.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";

/// @dev How the account that acts for an entity is replaced.
abstract contract EntityControllers is EntityStorage {
    uint40 private constant _REGISTRAR_DELAY = 7 days;

    /// @inheritdoc IEntityRegistry
    function proposeController(address account) external {
        uint32 index = _findControlled(msg.sender);
        EntityRecord storage record = _entities[index];
        if (record.state != EntityState.ACTIVE) revert EntityRegistryEntitySuspended(record.entityId);

        _propose(index, account, 0, false);
    }

    /// @inheritdoc IEntityRegistry
    function replaceController(address entityId, address account) external restricted {
        _propose(_find(entityId), account, _REGISTRAR_DELAY, true);
    }

    /// @inheritdoc IEntityRegistry
    function cancelControllerReplacement() external {
        uint32 index = _findControlled(msg.sender);
        address account = _replacements[index].account;
        if (account == address(0)) return;

        delete _replacements[index];

        emit ControllerReplacementCancelled(_entities[index].entityId, account);
    }

    /// @inheritdoc IEntityRegistry
    function acceptController(address entityId) external {
        uint32 index = _find(entityId);
        ControllerReplacement memory replacement = _replacements[index];
        EntityRecord storage record = _entities[index];
        if (replacement.account != msg.sender) revert EntityRegistryReplacementUnknown(entityId, msg.sender);
        if (replacement.acceptableFrom > block.timestamp) {
            revert EntityRegistryReplacementTooEarly(entityId, replacement.acceptableFrom);
        }
        // what a thief proposed with the stolen key must not outlive the suspension; what the registrar proposed must
        if (!replacement.byRegistrar && record.state != EntityState.ACTIVE) {
            revert EntityRegistryEntitySuspended(entityId);
        }
        _requireFree(msg.sender, index);

        address previous = record.controller;
        delete _replacements[index];
        delete _controlled[previous];
        _controlled[msg.sender] = index;
        record.controller = msg.sender;

        emit ControllerReplaced(entityId, previous, msg.sender);
    }

    /// @inheritdoc IEntityRegistry
    function controllerReplacement(address entityId) external view returns (ControllerReplacement memory) {
        return _replacements[_find(entityId)];
    }

    function _propose(uint32 index, address account, uint40 delay, bool byRegistrar) private {
        _requireFree(account, index);

        uint40 acceptableFrom = uint40(block.timestamp) + delay;
        _replacements[index] = ControllerReplacement(account, acceptableFrom, byRegistrar);

        emit ControllerReplacementProposed(_entities[index].entityId, account, acceptableFrom, byRegistrar);
    }
}
