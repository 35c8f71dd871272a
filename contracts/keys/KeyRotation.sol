// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyHolding} from "./KeyHolding.sol";
import {KeyStanding} from "./KeyStanding.sol";
import {IKeyRotation} from "../interfaces/IKeyRotation.sol";
import {KeyStatus} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev One key follows on another.
abstract contract KeyRotation is KeyHolding, KeyStanding {
    uint40 private constant _LONGEST_OVERLAP = 366 days;

    /// @inheritdoc IKeyRotation
    function rotateKey(
        bytes32 keyId,
        bytes32 successorId,
        uint40 overlap,
        bytes calldata successorPublicKey,
        bytes calldata signature
    ) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        if (keyId == successorId) revert KeyRegistryRotationToItself(keyId);
        if (overlap > _LONGEST_OVERLAP) revert KeyRegistryOverlapTooLong(overlap, _LONGEST_OVERLAP);
        if (signature.length == 0) revert KeyRegistrySignatureMissing(successorId);
        if (sha256(successorPublicKey) != successorId) revert KeyRegistryPublicKeyWrong(successorId);
        KeyWord word = _findRotatable(keyId, entity, entityId);
        KeyWord successor = _findRotatable(successorId, entity, entityId);
        if (_predecessors[successorId] != 0) {
            revert KeyRegistryKeySucceeds(successorId, _predecessors[successorId]);
        }

        uint40 supersededAt = uint40(block.timestamp) + overlap;
        _keys[keyId].word = word.withoutOffer().withRotated(true);
        _successions[keyId] = Succession(successorId, supersededAt, uint48(block.number));
        _predecessors[successorId] = keyId;

        emit KeyRotated(keyId, successorId, supersededAt, successorPublicKey, signature);

        if (word.installedAt() == 0 || successor.installedAt() != 0) return;
        _keys[successorId].word = _separate(successor, entity).withInstalledAt(uint40(block.timestamp));
        bytes32[] memory installed = new bytes32[](1);
        installed[0] = successorId;

        emit KeysInstalled(entityId, entityId, installed);
    }

    /// @inheritdoc IKeyRotation
    function successorOf(bytes32 keyId) external view returns (bytes32 successorId, uint40 supersededAt) {
        if (!_keys[keyId].word.isRotated()) return (0, 0);
        Succession storage succession = _successions[keyId];
        supersededAt = succession.supersededAt;
        if (_predecessors[succession.successorId] == keyId) successorId = succession.successorId;
    }

    /// @inheritdoc IKeyRotation
    function rotationBlockOf(bytes32 keyId) external view returns (uint256) {
        return _keys[keyId].word.isRotated() ? _successions[keyId].rotatedIn : 0;
    }

    /// @inheritdoc IKeyRotation
    function predecessorOf(bytes32 keyId) external view returns (bytes32) {
        return _predecessors[keyId];
    }

    function _findRotatable(bytes32 keyId, uint32 entity, address entityId) private view returns (KeyWord word) {
        word = _findOwned(keyId, entity, entityId);
        (KeyStatus status, ) = _effectiveStatus(keyId, word);
        if (status != KeyStatus.ACTIVE) revert KeyRegistryKeyNotActive(keyId, status);
        _requireNotOffered(keyId, word);
        _requireNotRotated(keyId, word);
    }
}
