// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RecordContract} from "../RecordContract.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {Rank, RecordState} from "../interfaces/RegistryTypes.sol";
import {KeyWord} from "../libraries/KeyWord.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev State of the keys' registry. Lots are counted from 1.
abstract contract KeyStorage is RecordContract, IKeyRegistry {
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
        /// lowest bit: offered to another owner
        uint8 flags;
    }

    /// @dev A struct, so that a key's slot is computed once for reading and writing.
    struct KeyRecord {
        KeyWord word;
    }

    uint8 internal constant _OFFERED = 1;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntityRegistry internal immutable ENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IProcessRegistry internal immutable PROCESSES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAssessmentRegistry internal immutable ASSESSMENTS;

    mapping(bytes32 keyId => KeyRecord) internal _keys;
    mapping(uint48 lotId => LotRecord) internal _lots;
    uint48 internal _lotCount;

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

    function _findLot(uint48 lotId) internal view returns (LotRecord storage record) {
        record = _lots[lotId];
        if (record.processId == 0) revert KeyRegistryLotUnknown(lotId);
    }

    /// @dev Index of the key's owner.
    function _ownerOf(KeyWord word) internal view returns (uint32) {
        uint32 own = word.owner();
        return own == 0 ? _lots[word.lotId()].owner : own;
    }

    function _requireReason(uint8 reason) internal pure {
        if (!Reasons.isKnown(reason)) revert KeyRegistryReasonUnknown(reason);
    }
}
