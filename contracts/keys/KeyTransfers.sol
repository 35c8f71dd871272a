// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStorage} from "./KeyStorage.sol";
import {Rank} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev How keys and lots change hands, whoever decides it.
abstract contract KeyTransfers is KeyStorage {
    /// @dev The key gets an owner of its own, and is in no offer. One that follows its lot leaves it only while the lot is active: what
    /// holds for the lot would no longer hold for the key.
    function _separate(KeyWord word, uint32 owner) internal returns (KeyWord) {
        if (word.owner() == 0) {
            uint48 lotId = word.lotId();
            _requireLotActive(lotId);
            _lots[lotId].separateCount++;
        }
        return word.withOwner(owner).withoutOffer();
    }

    function _transferLot(uint48 lotId, uint32 to, address toId, uint48 offerId, Rank by) internal {
        LotRecord storage record = _lots[lotId];
        address fromId = ENTITIES.entityIdOf(record.owner);
        (uint32 count, uint32 others) = (record.keyCount, record.separateCount);
        record.owner = to;
        record.flags = _CHANGED_HANDS;

        emit LotTransferred(lotId, fromId, toId, offerId, by, count - others, others);
    }

    /// @dev Who receives keys: an active entity, not their owner.
    function _findReceiver(address toId, uint32 from) internal view returns (uint32 to) {
        to = ENTITIES.indexOf(toId);
        ENTITIES.requireActive(to);
        if (to == from) revert KeyRegistryOfferToOwner(toId);
    }
}
