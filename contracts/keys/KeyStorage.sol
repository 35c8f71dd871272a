// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IKeyRecords} from "../interfaces/IKeyRecords.sol";
import {IKeyOwnership} from "../interfaces/IKeyOwnership.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {KeyStatus, Rank, RecordState} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev State of the keys' registry. Lots are counted from 1.
abstract contract KeyStorage is IKeyRecords {
    /// @dev One slot.
    struct LotRecord {
        uint48 processId;
        uint32 owner;
        RecordState state;
        Rank stateBy;
        uint8 stateReason;
        uint40 stateSince;
        uint40 createdAt;
        uint32 keyCount;
        /// lowest bit: in an offer; next: it changed hands. Either way it takes no more keys
        uint8 flags;
        /// keys that have an owner of their own, but those that are void
        uint32 separateCount;
    }

    /// @dev What the lot's owner set, for the keys that follow the lot. NONE stands for ACTIVE.
    struct LotOwnerState {
        RecordState state;
        uint8 reason;
        uint40 since;
    }

    struct OfferRecord {
        uint32 from;
        uint32 to;
        uint40 expiresAt;
        uint48 lotId;
        uint32 keyCount;
        IKeyOwnership.OfferState state;
        // second slot, of a list alone
        bytes32 keysDigest;
    }

    struct Relation {
        /// what the other one offers is taken without asking
        bool acceptsInAdvance;
        bool namedInstaller;
    }

    struct Succession {
        bytes32 successorId;
        uint40 supersededAt;
        /// number of the block of its KeyRotated
        uint48 rotatedIn;
    }

    /// @dev A struct, so that a key's slot is computed once for reading and writing.
    struct KeyRecord {
        KeyWord word;
    }

    uint8 internal constant _OFFERED = 1;
    uint8 internal constant _CHANGED_HANDS = 2;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry internal immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IProcessRegistry internal immutable PROCESSES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAssessmentRegistry internal immutable ASSESSMENTS;

    mapping(bytes32 keyId => KeyRecord) internal _keys;
    mapping(uint48 lotId => LotRecord) internal _lots;
    uint48 internal _lotCount;
    uint48 internal _offerCount;
    mapping(uint48 lotId => LotOwnerState) internal _lotOwnerStates;
    mapping(uint48 offerId => OfferRecord) internal _offers;
    /// @dev The last offer of a lot.
    mapping(uint48 lotId => uint48 offerId) internal _lotOffers;
    mapping(uint32 index => mapping(uint32 other => Relation)) internal _relations;
    mapping(bytes32 keyId => Succession) internal _successions;
    mapping(bytes32 keyId => bytes32 predecessorId) internal _predecessors;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntityRegistry entities, IProcessRegistry processes, IAssessmentRegistry assessments) {
        ENTITIES = entities;
        PROCESSES = processes;
        ASSESSMENTS = assessments;
    }

    function _find(bytes32 keyId) internal view returns (KeyWord word) {
        word = _keys[keyId].word;
        if (!word.isRegistered()) revert KeyRegistryKeyUnknown(keyId);
    }

    function _findOwned(bytes32 keyId, uint32 entity, address entityId) internal view returns (KeyWord word) {
        word = _find(keyId);
        if (_ownerOf(word) != entity) revert KeyRegistryNotOwner(keyId, entityId);
    }

    /// @dev Whether its owner offered it. A key that changed hands with its lot has left the offer that its former owner made.
    function _isOffered(KeyWord word) internal view returns (bool) {
        return word.isOffered() && _offers[word.offerId(_offerCount)].from == _ownerOf(word);
    }

    function _findLot(uint48 lotId) internal view returns (LotRecord storage record) {
        record = _lots[lotId];
        if (record.processId == 0) revert KeyRegistryLotUnknown(lotId);
    }

    /// @dev Index of the key's owner.
    function _ownerOf(KeyWord word) internal view returns (uint32) {
        uint32 own = word.owner();
        return own == 0 ? _lots[word.lotId()].owner : own;
    }

    /// @dev What the lot's owner set.
    function _lotOwnerState(uint48 lotId) internal view returns (RecordState state) {
        state = _lotOwnerStates[lotId].state;
        if (state == RecordState.NONE) state = RecordState.ACTIVE;
    }

    function _requireLotActive(uint48 lotId) internal view {
        RecordState state = _lots[lotId].state;
        if (state == RecordState.ACTIVE) state = _lotOwnerState(lotId);
        if (state != RecordState.ACTIVE) revert KeyRegistryLotNotActive(lotId, state);
    }

    /// @dev The key's own status. That a rotated key is superseded is written nowhere: it follows from the time.
    function _ownStatus(bytes32 keyId, KeyWord word) internal view returns (KeyStatus status, uint40 since) {
        (status, since) = (word.status(), word.statusSince());
        if (!word.isRotated() || word.isFinal()) return (status, since);

        uint40 supersededAt = _successions[keyId].supersededAt;
        if (block.timestamp >= supersededAt) return (KeyStatus.SUPERSEDED, supersededAt);
    }

    function _requireNotFinal(bytes32 keyId, KeyWord word) internal view {
        (KeyStatus status, ) = _ownStatus(keyId, word);
        if (status > KeyStatus.SUSPENDED) revert KeyRegistryStatusFinal(keyId, status);
    }

    function _requireReason(uint8 reason) internal pure {
        if (!Reasons.isKnown(reason)) revert KeyRegistryReasonUnknown(reason);
    }
}
