// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStorage} from "./KeyStorage.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {AssessmentKind, KeyStatus, Rank, RecordState} from "../interfaces/RegistryTypes.sol";
import {KeyWord, KeyWords} from "../libraries/KeyWord.sol";

/// @dev How keys come into the registry.
abstract contract KeyCreation is KeyStorage {
    /// @inheritdoc IKeyRegistry
    function createKeys(uint48 processId, uint48 lotId, bytes32[] calldata keyIds) external returns (uint48) {
        (uint32 owner, address ownerId) = PROCESSES.requireRegistrant(processId, msg.sender);
        _requireInForce(processId);
        if (lotId != 0) _requireTakesKeys(lotId, processId, owner, ownerId);

        uint48 targetId = lotId == 0 ? _lotCount + 1 : lotId;
        bytes32[] memory created = _create(processId, targetId, keyIds);
        if (created.length == 0) return lotId;

        if (lotId == 0) _openLot(targetId, processId, owner, uint32(created.length));
        else _lots[targetId].keyCount += uint32(created.length);

        emit KeysCreated(processId, targetId, ownerId, created);

        return targetId;
    }

    /// @dev Writes the words of those of `keyIds` that are new, and returns them.
    function _create(
        uint48 processId,
        uint48 lotId,
        bytes32[] calldata keyIds
    ) private returns (bytes32[] memory created) {
        KeyWord fresh = KeyWords.fresh(lotId, uint40(block.timestamp));
        created = new bytes32[](keyIds.length);
        uint256 count = 0;

        for (uint256 i = 0; i < keyIds.length; i++) {
            bytes32 keyId = keyIds[i];
            KeyWord word = _keys[keyId];
            if (!word.isRegistered()) {
                if (keyId == 0) revert KeyRegistryKeyIdZero();
                _keys[keyId] = fresh;
            } else if (word.status() == KeyStatus.VOID) {
                _keys[keyId] = fresh.withWasVoid();
            } else {
                _requireSameProcess(keyId, word, processId, lotId);
                continue;
            }
            created[count++] = keyId;
        }

        // the array keeps its place in memory and is cut to what is new
        assembly ("memory-safe") {
            mstore(created, count)
        }
    }

    function _openLot(uint48 lotId, uint48 processId, uint32 owner, uint32 keyCount) private {
        uint40 time = uint40(block.timestamp);
        _lotCount = lotId;
        _lots[lotId] = LotRecord(processId, owner, RecordState.ACTIVE, Rank.NONE, 0, time, time, keyCount, 0);
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
        if (record.state != RecordState.ACTIVE) revert KeyRegistryLotNotActive(lotId, record.state);
        if (record.flags & _OFFERED != 0) revert KeyRegistryLotOffered(lotId);
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
