// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyTransfers} from "./KeyTransfers.sol";
import {RecordContract} from "../RecordContract.sol";
import {IKeyOwnership} from "../interfaces/IKeyOwnership.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {KeyStatus, Rank} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev What the board does where an owner cannot: it is insolvent, or suspended.
abstract contract KeyMoves is RecordContract, KeyTransfers, IKeyRegistry {
    /// @inheritdoc IKeyRegistry
    function moveKeys(address fromId, address toId, bytes32[] calldata keyIds) external restricted {
        uint32 from = ENTITIES.indexOf(fromId);
        uint32 to = _findReceiver(toId, from);
        if (keyIds.length == 0) revert KeyRegistryKeysMissing();

        for (uint256 i = 0; i < keyIds.length; i++) {
            KeyWord word = _findOwned(keyIds[i], from, fromId);
            // of those that are void the lots keep no count
            if (word.status() == KeyStatus.VOID) revert KeyRegistryStatusFinal(keyIds[i], KeyStatus.VOID);
            _keys[keyIds[i]].word = _separate(word, to);
        }

        emit KeysTransferred(fromId, toId, 0, Rank.MOTION, keyIds);
    }

    /// @inheritdoc IKeyRegistry
    function moveLot(uint48 lotId, address toId) external restricted {
        LotRecord storage record = _findLot(lotId);
        uint32 to = _findReceiver(toId, record.owner);

        OfferRecord storage open = _offers[_lotOffers[lotId]];
        if (open.state == IKeyOwnership.OfferState.OPEN) {
            open.state = IKeyOwnership.OfferState.WITHDRAWN;

            emit IKeyOwnership.OfferWithdrawn(_lotOffers[lotId], address(0));
        }
        _transferLot(lotId, to, toId, 0, Rank.MOTION);
    }
}
