// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStatusChanges} from "./KeyStatusChanges.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {KeyStatus, Rank} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev What the owner of keys does, and the owner of their process for keys that others own.
abstract contract KeyOwnership is KeyStatusChanges, IKeyRegistry {
    /// @inheritdoc IKeyRegistry
    function suspendKeys(bytes32[] calldata keyIds, uint8 reason) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        _requireReason(reason);

        for (uint256 i = 0; i < keyIds.length; i++) {
            _suspend(keyIds[i], _findOwned(keyIds[i], entity, entityId), Rank.OWNER, reason);
        }
    }

    /// @inheritdoc IKeyRegistry
    function reinstateKeys(bytes32[] calldata keyIds) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);

        for (uint256 i = 0; i < keyIds.length; i++) {
            _reinstate(keyIds[i], _findOwned(keyIds[i], entity, entityId), Rank.OWNER);
        }
    }

    /// @inheritdoc IKeyRegistry
    function revokeKeys(bytes32[] calldata keyIds, uint8 reason) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        _requireReason(reason);

        for (uint256 i = 0; i < keyIds.length; i++) {
            _end(keyIds[i], _findOwned(keyIds[i], entity, entityId), KeyStatus.REVOKED, Rank.OWNER, reason);
        }
    }

    /// @inheritdoc IKeyRegistry
    function retireKeys(bytes32[] calldata keyIds) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);

        for (uint256 i = 0; i < keyIds.length; i++) {
            KeyWord word = _findOwned(keyIds[i], entity, entityId);
            _end(keyIds[i], word, KeyStatus.EOL, Rank.OWNER, Reasons.CESSATION_OF_OPERATION);
        }
    }

    /// @inheritdoc IKeyRegistry
    function reportKeys(bytes32[] calldata keyIds, uint8 reason) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        _requireReason(reason);

        for (uint256 i = 0; i < keyIds.length; i++) {
            KeyWord word = _findOfProcess(keyIds[i], entity, entityId);
            if (_ownerOf(word) == entity) revert KeyRegistryKeyOwn(keyIds[i], entityId);
            _suspend(keyIds[i], word, Rank.PROCESS_OWNER, reason);
        }
    }

    /// @inheritdoc IKeyRegistry
    function withdrawReport(bytes32[] calldata keyIds) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);

        for (uint256 i = 0; i < keyIds.length; i++) {
            _reinstate(keyIds[i], _findOfProcess(keyIds[i], entity, entityId), Rank.PROCESS_OWNER);
        }
    }

    /// @inheritdoc IKeyRegistry
    function reportLot(uint48 lotId, uint8 reason) external {
        (uint32 entity, address entityId) = _requireLotOfProcess(lotId);
        if (_lots[lotId].owner == entity) revert KeyRegistryLotOwn(lotId, entityId);
        _suspendLot(lotId, Rank.PROCESS_OWNER, reason);
    }

    /// @inheritdoc IKeyRegistry
    function withdrawLotReport(uint48 lotId) external {
        _requireLotOfProcess(lotId);
        _reinstateLot(lotId, Rank.PROCESS_OWNER);
    }

    /// @dev A lot of a process that the caller's entity owns.
    function _requireLotOfProcess(uint48 lotId) private view returns (uint32 entity, address entityId) {
        (entity, entityId) = ENTITIES.activeControlledBy(msg.sender);
        LotRecord storage record = _findLot(lotId);
        if (PROCESSES.ownerOf(record.processId) != entity) revert KeyRegistryLotNotProcessOwner(lotId, entityId);
    }

    /// @dev A key of a process that the entity owns.
    function _findOfProcess(bytes32 keyId, uint32 entity, address entityId) private view returns (KeyWord word) {
        word = _find(keyId);
        if (PROCESSES.ownerOf(_lots[word.lotId()].processId) != entity) {
            revert KeyRegistryNotProcessOwner(keyId, entityId);
        }
    }
}
