// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStorage} from "./KeyStorage.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {AssessmentKind, KeyStatus, Rank, RecordState} from "../interfaces/RegistryTypes.sol";
import {KeyWord, KeyWords} from "../libraries/KeyWord.sol";

/// @dev How keys come into the registry.
abstract contract KeyCreation is KeyStorage, IKeyRegistry {
    /// @inheritdoc IKeyRegistry
    function createKeys(uint48 processId, uint48 lotId, bytes32[] calldata keyIds) external returns (uint48) {
        (uint32 owner, address ownerId) = PROCESSES.requireRegistrant(processId, msg.sender);
        _requireInForce(processId);
        if (lotId != 0) _requireTakesKeys(lotId, processId, owner, ownerId);

        uint48 targetId = lotId == 0 ? _lotCount + 1 : lotId;
        (uint256 count, uint256[] memory isOld) = _create(processId, targetId, keyIds);
        if (count == 0) return lotId;
        ENTITIES.spend(owner, IEntityRegistry.QuotaKind.KEYS, count);

        if (lotId == 0) _openLot(targetId, processId, owner, uint32(count));
        else _lots[targetId].keyCount += uint32(count);

        if (count == keyIds.length) emit KeysCreated(processId, targetId, ownerId, msg.sender, keyIds);
        else emit KeysCreated(processId, targetId, ownerId, msg.sender, _without(keyIds, isOld, count));

        return targetId;
    }

    /// @dev Writes the words of those of `keyIds` that are new.
    /// @return count How many are new.
    /// @return isOld One bit a key id, set where it is not new: a second array would cost 100 gas a key in every batch.
    function _create(
        uint48 processId,
        uint48 lotId,
        bytes32[] calldata keyIds
    ) private returns (uint256 count, uint256[] memory isOld) {
        KeyWord fresh = KeyWords.fresh(lotId, uint40(block.timestamp));
        uint256 length = keyIds.length;
        isOld = new uint256[](length / 256 + 1);
        count = length;

        for (uint256 i = 0; i < length; i++) {
            bytes32 keyId;
            // `keyIds[i]`, without its check of i, which costs 61 gas a key
            assembly ("memory-safe") {
                keyId := calldataload(add(keyIds.offset, shl(5, i)))
            }
            KeyRecord storage record = _keys[keyId];
            KeyWord word = record.word;
            if (!word.isRegistered()) {
                record.word = fresh;
            } else if (word.status() == KeyStatus.VOID) {
                record.word = fresh.withWasVoid();
            } else {
                _requireSameProcess(keyId, word, processId, lotId);
                isOld[i / 256] |= 1 << (i % 256);
                count--;
            }
        }
        // once, instead of 25 gas a key
        if (_keys[0].word.isRegistered()) revert KeyRegistryKeyIdZero();
    }

    function _without(
        bytes32[] calldata keyIds,
        uint256[] memory isOld,
        uint256 count
    ) private pure returns (bytes32[] memory created) {
        created = new bytes32[](count);
        uint256 next = 0;
        for (uint256 i = 0; i < keyIds.length; i++) {
            if ((isOld[i / 256] >> (i % 256)) & 1 == 0) created[next++] = keyIds[i];
        }
    }

    function _openLot(uint48 lotId, uint48 processId, uint32 owner, uint32 keyCount) private {
        uint40 time = uint40(block.timestamp);
        _lotCount = lotId;
        _lots[lotId] = LotRecord(processId, owner, RecordState.ACTIVE, Rank.NONE, 0, time, time, keyCount, 0, 0);
    }

    /// @dev A key of the lot that is being filled can be a repetition within the call: its lot is not written yet.
    function _requireSameProcess(bytes32 keyId, KeyWord word, uint48 processId, uint48 lotId) private view {
        if (word.lotId() == lotId) return;
        uint48 present = _lots[word.lotId()].processId;
        if (present != processId) revert KeyRegistryKeyTaken(keyId, present);
    }

    function _requireTakesKeys(uint48 lotId, uint48 processId, uint32 owner, address ownerId) private view {
        LotRecord storage record = _findLot(lotId);
        if (record.processId != processId) revert KeyRegistryLotProcessWrong(lotId, record.processId);
        if (record.owner != owner) revert KeyRegistryLotNotOwner(lotId, ownerId);
        _requireLotActive(lotId);
        if (record.flags != 0) revert KeyRegistryLotOffered(lotId);
    }

    function _requireInForce(uint48 processId) private view {
        (IAssessmentRegistry.Head memory generation, IAssessmentRegistry.Head memory protection) = ASSESSMENTS.headsOf(
            processId
        );
        _requireInForce(processId, AssessmentKind.KEY_GENERATION, generation);
        _requireInForce(processId, AssessmentKind.KEY_PROTECTION, protection);
    }

    function _requireInForce(uint48 processId, AssessmentKind kind, IAssessmentRegistry.Head memory head) private pure {
        if (head.assessmentId == 0) revert KeyRegistrySeriesMissing(processId, kind);
        bool struckOff = head.assessorStruckOffSince != 0 && head.assessorStruckOffSince <= head.completionDate;
        if (head.state != IAssessmentRegistry.AssessmentState.APPROVED || struckOff) {
            revert KeyRegistrySeriesNotInForce(processId, kind, head.assessmentId);
        }
    }
}
