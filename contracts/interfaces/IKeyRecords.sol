// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentKind, KeyStatus, Rank, RecordState} from "./RegistryTypes.sol";

/// @title What is recorded of keys and lots, what is announced of them, and what is refused
/// @dev Reasons as in IProcessRegistry; effective reasons besides: 10 lot_suspended, 11 process_suspended, 12 process_revoked,
/// 13 assessment_suspended, 14 assessment_withdrawn, 15 assessor_struck_off, 16 lot_revoked, 17 lot_retired.
interface IKeyRecords {
    /// @param status The key's own; SUPERSEDED also where it follows from the time alone.
    /// @param followsLot Its owner is its lot's; else it has one of its own.
    /// @param isOffered It is in an offer that its owner made, and that was neither accepted nor withdrawn.
    /// @param wasVoid The id stood here before, and that entry was made void.
    struct Key {
        bytes32 keyId;
        uint48 processId;
        uint48 lotId;
        KeyStatus status;
        Rank statusBy;
        uint8 statusReason;
        uint40 statusSince;
        address ownerId;
        uint40 registeredAt;
        uint40 installedAt;
        bool followsLot;
        bool isOffered;
        bool wasVoid;
    }

    /// @param state What process owner and supervisors set: for all keys of the lot.
    /// @param ownerState What the lot's owner set: for the keys that follow it. ACTIVE, SUSPENDED, or, final, REVOKED or EOL.
    /// @param keyCount Keys registered in it, less those that are void.
    /// @param followerCount Those of them that follow it.
    /// @param takesKeys It never changed hands, and is in no offer.
    struct Lot {
        uint48 lotId;
        uint48 processId;
        address ownerId;
        RecordState state;
        Rank stateBy;
        uint8 stateReason;
        uint40 stateSince;
        RecordState ownerState;
        uint8 ownerStateReason;
        uint40 ownerStateSince;
        uint40 createdAt;
        uint32 keyCount;
        uint32 followerCount;
        bool takesKeys;
    }

    /// @notice `keyIds`, none of which stood there before but as void, are registered. The first such event of a lot opens it.
    /// @param account Who registered them: the owner's controller, or a line account.
    event KeysCreated(
        uint48 indexed processId,
        uint48 indexed lotId,
        address indexed ownerId,
        address account,
        bytes32[] keyIds
    );
    /// @notice A change of the key's own status; `status` ACTIVE: its suspension was taken back.
    event KeyStatusChanged(bytes32 indexed keyId, KeyStatus status, Rank by, uint8 reason);
    event LotSuspended(uint48 indexed lotId, Rank by, uint8 reason);
    event LotReinstated(uint48 indexed lotId, Rank by);
    /// @notice What the lot's owner says of the keys that follow it.
    event LotOwnerStateSet(uint48 indexed lotId, RecordState state, uint8 reason);
    /// @notice `offerId` 0: accepted in advance, or moved by motion (`by` MOTION).
    event KeysTransferred(
        address indexed fromId,
        address indexed toId,
        uint48 indexed offerId,
        Rank by,
        bytes32[] keyIds
    );
    /// @param moved Keys that follow the lot, and so changed hands.
    /// @param others Keys of the lot that have an owner of their own, and so did not.
    event LotTransferred(
        uint48 indexed lotId,
        address indexed fromId,
        address indexed toId,
        uint48 offerId,
        Rank by,
        uint32 moved,
        uint32 others
    );

    error KeyRegistryKeyIdZero();
    /// @notice No key is named.
    error KeyRegistryKeysMissing();
    error KeyRegistryKeyUnknown(bytes32 keyId);
    /// @notice The key is registered under another process.
    error KeyRegistryKeyTaken(bytes32 keyId, uint48 processId);
    error KeyRegistryNotOwner(bytes32 keyId, address entityId);
    error KeyRegistryNotProcessOwner(bytes32 keyId, address entityId);
    /// @notice The process's owner owns the key itself: it suspends it as the owner.
    error KeyRegistryKeyOwn(bytes32 keyId, address entityId);
    /// @notice The key's status is final.
    error KeyRegistryStatusFinal(bytes32 keyId, KeyStatus status);
    /// @notice A higher authority set the status: `by`, not lower, has to act.
    error KeyRegistryRankTooLow(bytes32 keyId, Rank by);
    error KeyRegistryLotUnknown(uint48 lotId);
    /// @notice The lot is of another process.
    error KeyRegistryLotProcessWrong(uint48 lotId, uint48 processId);
    error KeyRegistryLotNotOwner(uint48 lotId, address entityId);
    error KeyRegistryLotNotActive(uint48 lotId, RecordState state);
    error KeyRegistryLotOffered(uint48 lotId);
    error KeyRegistryLotNotProcessOwner(uint48 lotId, address entityId);
    /// @notice The process's owner owns the lot itself: it suspends it as the owner.
    error KeyRegistryLotOwn(uint48 lotId, address entityId);
    error KeyRegistryLotRankTooLow(uint48 lotId, Rank by);
    error KeyRegistrySeriesMissing(uint48 processId, AssessmentKind kind);
    error KeyRegistrySeriesNotInForce(uint48 processId, AssessmentKind kind, uint48 headId);
    /// @notice Keys are handed to somebody else than their owner.
    error KeyRegistryOfferToOwner(address entityId);
    error KeyRegistryReasonUnknown(uint8 reason);
}
