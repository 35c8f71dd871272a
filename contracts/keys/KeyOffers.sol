// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyHolding} from "./KeyHolding.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IKeyOwnership} from "../interfaces/IKeyOwnership.sol";
import {Rank} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";

/// @dev Offers of keys and lots, and what becomes of them.
abstract contract KeyOffers is KeyHolding {
    uint40 private constant _LONGEST_TERM = 366 days;

    /// @inheritdoc IKeyOwnership
    function offerKeys(bytes32[] calldata keyIds, address toId, uint40 expiresAt) external returns (uint48 offerId) {
        (uint32 from, address fromId) = ENTITIES.activeControlledBy(msg.sender);
        uint32 to = _findReceiver(toId, from);
        if (keyIds.length == 0) revert KeyRegistryKeysMissing();
        bool isAccepted = _relations[to][from].acceptsInAdvance;
        if (!isAccepted) offerId = _open(from, to, 0, uint32(keyIds.length), expiresAt);

        for (uint256 i = 0; i < keyIds.length; i++) {
            bytes32 keyId = keyIds[i];
            KeyWord word = _findOwned(keyId, from, fromId);
            _requireNotFinal(keyId, word);
            _requireNotOffered(keyId, word);
            _requireNotInstalled(keyId, word);
            _requireNotRotated(keyId, word);
            if (!isAccepted && word.owner() == 0) _requireLotActive(word.lotId());
            _keys[keyId].word = isAccepted ? _separate(word, to) : word.withOffer(offerId);
        }

        if (isAccepted) {
            emit KeysTransferred(fromId, toId, 0, Rank.OWNER, keyIds);
        } else {
            _offers[offerId].keysDigest = keccak256(abi.encodePacked(keyIds));

            emit OfferMade(offerId, fromId, toId, 0, expiresAt, keyIds);
        }
    }

    /// @inheritdoc IKeyOwnership
    function offerLot(uint48 lotId, address toId, uint40 expiresAt) external returns (uint48 offerId) {
        (uint32 from, address fromId) = ENTITIES.activeControlledBy(msg.sender);
        LotRecord storage record = _findOwnedLot(lotId, from, fromId);
        uint32 to = _findReceiver(toId, from);
        _requireLotActive(lotId);
        if (_offers[_lotOffers[lotId]].state == OfferState.OPEN) revert KeyRegistryLotOffered(lotId);

        if (_relations[to][from].acceptsInAdvance) {
            _transferLot(lotId, to, toId, 0, Rank.OWNER);
        } else {
            offerId = _open(from, to, lotId, record.keyCount - record.separateCount, expiresAt);
            _lotOffers[lotId] = offerId;
            record.flags |= _OFFERED;

            emit OfferMade(offerId, fromId, toId, lotId, expiresAt, new bytes32[](0));
        }
    }

    /// @inheritdoc IKeyOwnership
    function withdrawOffer(uint48 offerId, bytes32[] calldata keyIds) external {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        OfferRecord storage record = _findOpen(offerId);
        if (record.from != entity && record.to != entity) revert KeyRegistryOfferNotParty(offerId, entityId);

        record.state = OfferState.WITHDRAWN;
        if (record.lotId != 0) {
            _lots[record.lotId].flags &= ~_OFFERED;
        } else {
            _requireKeys(offerId, record, keyIds);
            for (uint256 i = 0; i < keyIds.length; i++) {
                KeyWord word = _keys[keyIds[i]].word;
                // it may have left the offer: moved by motion, made void, or offered by who came to own it with its lot
                if (word.isIn(offerId)) _keys[keyIds[i]].word = word.withoutOffer();
            }
        }

        emit OfferWithdrawn(offerId, entityId);
    }

    /// @inheritdoc IKeyOwnership
    function acceptKeys(uint48 offerId, bytes32[] calldata keyIds) external {
        (OfferRecord storage record, address toId, address fromId) = _accept(offerId, false);
        _requireKeys(offerId, record, keyIds);
        (uint32 from, uint32 to) = (record.from, record.to);

        for (uint256 i = 0; i < keyIds.length; i++) {
            bytes32 keyId = keyIds[i];
            KeyWord word = _findOwned(keyId, from, fromId);
            _requireNotFinal(keyId, word);
            if (!word.isIn(offerId)) revert KeyRegistryKeyNotOffered(keyId);
            _keys[keyId].word = _separate(word, to);
        }

        emit KeysTransferred(fromId, toId, offerId, Rank.OWNER, keyIds);
    }

    /// @inheritdoc IKeyOwnership
    function acceptLot(uint48 offerId) external {
        (OfferRecord storage record, address toId, address fromId) = _accept(offerId, true);
        uint48 lotId = record.lotId;
        _findOwnedLot(lotId, record.from, fromId);
        _requireLotActive(lotId);

        _transferLot(lotId, record.to, toId, offerId, Rank.OWNER);
    }

    /// @inheritdoc IKeyOwnership
    function acceptInAdvance(address fromId, bool accepted) external {
        (uint32 to, address toId) = ENTITIES.activeControlledBy(msg.sender);
        Relation storage relation = _relations[to][ENTITIES.indexOf(fromId)];
        if (relation.acceptsInAdvance == accepted) return;

        relation.acceptsInAdvance = accepted;

        emit AdvanceAcceptanceSet(toId, fromId, accepted);
    }

    function _open(
        uint32 from,
        uint32 to,
        uint48 lotId,
        uint32 keyCount,
        uint40 expiresAt
    ) private returns (uint48 offerId) {
        if (expiresAt <= block.timestamp || expiresAt > block.timestamp + _LONGEST_TERM) {
            revert KeyRegistryOfferTermInvalid(expiresAt);
        }
        ENTITIES.spend(from, IEntityRegistry.QuotaKind.RECORDS, 1);

        offerId = ++_offerCount;
        _offers[offerId] = OfferRecord(from, to, expiresAt, lotId, keyCount, OfferState.OPEN, 0);
    }

    /// @dev By the receiver, from an owner that is not suspended since.
    function _accept(
        uint48 offerId,
        bool isLot
    ) private returns (OfferRecord storage record, address toId, address fromId) {
        uint32 entity;
        (entity, toId) = ENTITIES.activeControlledBy(msg.sender);
        record = _findOpen(offerId);
        if (record.to != entity) revert KeyRegistryOfferNotReceiver(offerId, toId);
        if ((record.lotId != 0) != isLot) revert KeyRegistryOfferKindWrong(offerId, !isLot);
        if (record.expiresAt <= block.timestamp) revert KeyRegistryOfferExpired(offerId, record.expiresAt);
        fromId = ENTITIES.requireActive(record.from);

        record.state = OfferState.ACCEPTED;

        emit OfferAccepted(offerId);
    }

    function _findOpen(uint48 offerId) private view returns (OfferRecord storage record) {
        record = _offers[offerId];
        if (record.state == OfferState.NONE) revert KeyRegistryOfferUnknown(offerId);
        if (record.state != OfferState.OPEN) revert KeyRegistryOfferClosed(offerId, record.state);
    }

    function _requireKeys(uint48 offerId, OfferRecord storage record, bytes32[] calldata keyIds) private view {
        if (keccak256(abi.encodePacked(keyIds)) != record.keysDigest) revert KeyRegistryOfferKeysWrong(offerId);
    }
}
