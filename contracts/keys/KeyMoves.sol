// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyTransfers} from "./KeyTransfers.sol";
import {RecordContract} from "../RecordContract.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {Rank} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev What the board does where an owner cannot: it is insolvent, or suspended.
abstract contract KeyMoves is RecordContract, KeyTransfers, IKeyRegistry {
    /// @inheritdoc IKeyRegistry
    function moveKeys(address fromId, address toId, bytes32[] calldata keyIds) external restricted {
        uint32 from = ENTITIES.indexOf(fromId);
        uint32 to = _findReceiver(toId, from);

        for (uint256 i = 0; i < keyIds.length; i++) {
            KeyWord word = _findOwned(keyIds[i], from, fromId);
            _keys[keyIds[i]].word = _separate(word, to).withOffered(false);
        }

        emit KeysTransferred(fromId, toId, 0, Rank.MOTION, keyIds);
    }

    /// @inheritdoc IKeyRegistry
    function moveLot(uint48 lotId, address toId) external restricted {
        LotRecord storage record = _findLot(lotId);
        uint32 to = _findReceiver(toId, record.owner);

        _transferLot(lotId, to, toId, 0, Rank.MOTION);
    }
}
