// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyTransfers} from "./KeyTransfers.sol";
import {IKeyLifeCycle} from "../interfaces/IKeyLifeCycle.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev What stands in the way of handing on, installing and rotating.
abstract contract KeyHolding is KeyTransfers, IKeyLifeCycle {
    function _findOwnedLot(
        uint48 lotId,
        uint32 entity,
        address entityId
    ) internal view returns (LotRecord storage record) {
        record = _findLot(lotId);
        if (record.owner != entity) revert KeyRegistryLotNotOwner(lotId, entityId);
    }

    function _requireNotOffered(bytes32 keyId, KeyWord word) internal view {
        if (_isOffered(word)) revert KeyRegistryKeyOffered(keyId);
    }

    function _requireNotInstalled(bytes32 keyId, KeyWord word) internal pure {
        if (word.installedAt() != 0) revert KeyRegistryKeyInstalled(keyId);
    }

    function _requireNotRotated(bytes32 keyId, KeyWord word) internal view {
        if (word.isRotated()) revert KeyRegistryKeyRotated(keyId, _successions[keyId].successorId);
    }
}
