// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyHolding} from "./KeyHolding.sol";
import {IKeyOwnership} from "../interfaces/IKeyOwnership.sol";
import {EntityRoles} from "../libraries/EntityRoles.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev Where the chain of companies ends, and the ways back into it.
abstract contract KeyInstallation is KeyHolding {
    /// @inheritdoc IKeyOwnership
    function nameInstaller(address installerId) external {
        (uint32 owner, address ownerId) = ENTITIES.activeControlledBy(msg.sender);
        uint32 installer = ENTITIES.indexOf(installerId);
        ENTITIES.requireRole(installer, EntityRoles.INSTALLER);
        if (_relations[owner][installer].namedInstaller) return;

        _relations[owner][installer].namedInstaller = true;

        emit InstallerNamed(ownerId, installerId);
    }

    /// @inheritdoc IKeyOwnership
    function withdrawInstaller(address installerId) external {
        (uint32 owner, address ownerId) = ENTITIES.activeControlledBy(msg.sender);
        uint32 installer = ENTITIES.indexOf(installerId);
        if (!_relations[owner][installer].namedInstaller) return;

        _relations[owner][installer].namedInstaller = false;

        emit InstallerWithdrawn(ownerId, installerId);
    }

    /// @inheritdoc IKeyOwnership
    function installKeys(bytes32[] calldata keyIds) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        uint32 owner = _requireOneOwner(keyIds, entity, entityId);

        for (uint256 i = 0; i < keyIds.length; i++) _install(keyIds[i], _find(keyIds[i]), owner);

        emit KeysInstalled(ENTITIES.entityIdOf(owner), entityId, keyIds);
    }

    /// @inheritdoc IKeyOwnership
    function returnKeys(bytes32[] calldata keyIds, ReturnWay way) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        if (way == ReturnWay.NONE) revert KeyRegistryReturnWayUnknown();
        uint32 owner = _requireOneOwner(keyIds, entity, entityId);

        for (uint256 i = 0; i < keyIds.length; i++) _remove(keyIds[i], _find(keyIds[i]));

        emit KeysReturned(ENTITIES.entityIdOf(owner), entityId, way, keyIds);
    }

    /// @inheritdoc IKeyOwnership
    function replaceKey(bytes32 keyId, bytes32 replacementId) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        if (keyId == replacementId) revert KeyRegistryReplacementIsKey(keyId);
        KeyWord word = _find(keyId);
        uint32 owner = _ownerOf(word);
        _requireMayInstall(keyId, owner, entity, entityId);
        KeyWord replacement = _findOwned(replacementId, owner, ENTITIES.entityIdOf(owner));

        _remove(keyId, word);
        _install(replacementId, replacement, owner);

        emit KeyReplaced(keyId, replacementId, entityId);
    }

    /// @dev Of a key that has fallen the removal is recorded all the same.
    function _remove(bytes32 keyId, KeyWord word) private {
        if (word.installedAt() == 0) revert KeyRegistryKeyNotInstalled(keyId);

        _keys[keyId].word = word.withInstalledAt(0);
    }

    function _install(bytes32 keyId, KeyWord word, uint32 owner) private {
        _requireNotFinal(keyId, word);
        _requireNotOffered(keyId, word);
        _requireNotInstalled(keyId, word);

        _keys[keyId].word = _separate(word, owner).withInstalledAt(uint40(block.timestamp));
    }

    /// @dev The one owner of all the keys, which is the entity, or named it as installer.
    function _requireOneOwner(
        bytes32[] calldata keyIds,
        uint32 entity,
        address entityId
    ) private view returns (uint32 owner) {
        if (keyIds.length == 0) revert KeyRegistryKeysMissing();
        owner = _ownerOf(_find(keyIds[0]));
        _requireMayInstall(keyIds[0], owner, entity, entityId);

        address ownerId = ENTITIES.entityIdOf(owner);
        for (uint256 i = 1; i < keyIds.length; i++) _findOwned(keyIds[i], owner, ownerId);
    }

    function _requireMayInstall(bytes32 keyId, uint32 owner, uint32 entity, address entityId) private view {
        if (owner == entity) return;
        if (!_relations[owner][entity].namedInstaller) revert KeyRegistryNotInstaller(keyId, entityId);
        ENTITIES.requireRole(entity, EntityRoles.INSTALLER);
        // what a suspended entity may not do, nobody does for it
        ENTITIES.requireActive(owner);
    }
}
