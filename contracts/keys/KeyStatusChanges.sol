// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStorage} from "./KeyStorage.sol";
import {KeyStatus, Rank} from "../interfaces/RegistryTypes.sol";
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

        _lots[word.lotId()].keyCount--;
        _setStatus(keyId, word, KeyStatus.VOID, Rank.MOTION, reason);
    }

    function _setStatus(bytes32 keyId, KeyWord word, KeyStatus status, Rank by, uint8 reason) private {
        _keys[keyId].word = word.withStatus(status, by, reason, uint40(block.timestamp));

        emit KeyStatusChanged(keyId, status, by, reason);
    }

    function _requireNotFinal(bytes32 keyId, KeyWord word) private pure {
        if (word.isFinal()) revert KeyRegistryStatusFinal(keyId, word.status());
    }

    function _requireRank(bytes32 keyId, KeyWord word, Rank by) private pure {
        if (word.statusBy() > by) revert KeyRegistryRankTooLow(keyId, word.statusBy());
    }
}
