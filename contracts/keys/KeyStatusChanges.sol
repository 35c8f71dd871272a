// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStorage} from "./KeyStorage.sol";
import {KeyStatus, Rank, RecordState} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev What may follow on what, whoever acts: a key leaves a final status only as void.
abstract contract KeyStatusChanges is KeyStorage {
    function _suspend(bytes32 keyId, KeyWord word, Rank by, uint8 reason) internal {
        _requireNotFinal(keyId, word);
        if (word.status() == KeyStatus.SUSPENDED) {
            _requireRank(keyId, word, by);
            if (word.statusBy() == by) return;
        }

        _setStatus(keyId, word, KeyStatus.SUSPENDED, by, reason);
    }

    function _reinstate(bytes32 keyId, KeyWord word, Rank by) internal {
        _requireNotFinal(keyId, word);
        if (word.status() == KeyStatus.ACTIVE) return;
        _requireRank(keyId, word, by);

        _setStatus(keyId, word, KeyStatus.ACTIVE, by, 0);
    }

    /// @dev To a final status other than void.
    function _end(bytes32 keyId, KeyWord word, KeyStatus status, Rank by, uint8 reason) internal {
        if (word.status() == status) return;
        _requireNotFinal(keyId, word);

        _setStatus(keyId, word, status, by, reason);
    }

    function _void(bytes32 keyId, KeyWord word, uint8 reason) internal {
        if (word.status() == KeyStatus.VOID) return;

        LotRecord storage lot = _lots[word.lotId()];
        lot.keyCount--;
        if (word.owner() != 0) lot.separateCount--;
        // it follows on nothing and nothing on it: it may come again as another device's key
        delete _predecessors[keyId];
        bytes32 successorId = _successions[keyId].successorId;
        if (word.isRotated() && _predecessors[successorId] == keyId) delete _predecessors[successorId];
        _setStatus(keyId, word.withoutOffer().withRotated(false), KeyStatus.VOID, Rank.MOTION, reason);
    }

    function _suspendLot(uint48 lotId, Rank by, uint8 reason) internal {
        LotRecord storage record = _findLot(lotId);
        _requireReason(reason);
        if (record.state == RecordState.SUSPENDED) {
            if (record.stateBy > by) revert KeyRegistryLotRankTooLow(lotId, record.stateBy);
            if (record.stateBy == by) return;
        }

        _setLotState(record, RecordState.SUSPENDED, by, reason);

        emit LotSuspended(lotId, by, reason);
    }

    function _reinstateLot(uint48 lotId, Rank by) internal {
        LotRecord storage record = _findLot(lotId);
        if (record.state == RecordState.ACTIVE) return;
        if (record.stateBy > by) revert KeyRegistryLotRankTooLow(lotId, record.stateBy);

        _setLotState(record, RecordState.ACTIVE, by, 0);

        emit LotReinstated(lotId, by);
    }

    function _setLotState(LotRecord storage record, RecordState state, Rank by, uint8 reason) private {
        record.state = state;
        record.stateBy = by;
        record.stateReason = reason;
        record.stateSince = uint40(block.timestamp);
    }

    function _setStatus(bytes32 keyId, KeyWord word, KeyStatus status, Rank by, uint8 reason) private {
        _keys[keyId].word = word.withStatus(status, by, reason, uint40(block.timestamp));

        emit KeyStatusChanged(keyId, status, by, reason);
    }

    function _requireRank(bytes32 keyId, KeyWord word, Rank by) private pure {
        if (word.statusBy() > by) revert KeyRegistryRankTooLow(keyId, word.statusBy());
    }
}
