// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRecords} from "./IKeyRecords.sol";

/// @title Who owns keys, and where they are (5.4.5)
/// @notice A key is handed on by an offer and its acceptance: one key, a list, or a whole lot in one record. A key that went its own way
/// has an owner of its own; a lot's transfer moves the keys that still follow it. Which keys those are follows from the events.
/// `installed` ends the chain of companies: the last registered owner stays answerable, and no person is recorded.
/// Warning: an offer stays open until it is accepted or withdrawn, also when it has expired and can no longer be accepted.
interface IKeyOwnership is IKeyRecords {
    enum OfferState {
        NONE,
        OPEN,
        ACCEPTED,
        WITHDRAWN
    }

    /// @notice Why an installed key came back: to the owner that it has, or to be sold to another. A replacement has a function of its own.
    enum ReturnWay {
        NONE,
        RETURN,
        RESALE
    }

    /// @param lotId 0: a list of `keyCount` keys.
    /// @param keysDigest Of a list: keccak256 of its key ids, one behind the other.
    struct Offer {
        uint48 offerId;
        address fromId;
        address toId;
        uint48 lotId;
        uint32 keyCount;
        uint40 expiresAt;
        OfferState state;
        bytes32 keysDigest;
    }

    /// @notice `keyIds` is empty where a lot is offered.
    event OfferMade(
        uint48 indexed offerId,
        address indexed fromId,
        address indexed toId,
        uint48 lotId,
        uint40 expiresAt,
        bytes32[] keyIds
    );
    /// @param byId Who withdrew or declined it; 0: the lot was moved by motion.
    event OfferWithdrawn(uint48 indexed offerId, address byId);
    event OfferAccepted(uint48 indexed offerId);
    event AdvanceAcceptanceSet(address indexed toId, address indexed fromId, bool accepted);
    event InstallerNamed(address indexed ownerId, address indexed installerId);
    event InstallerWithdrawn(address indexed ownerId, address indexed installerId);
    /// @param byId The owner, or the installer that it named.
    event KeysInstalled(address indexed ownerId, address indexed byId, bytes32[] keyIds);
    event KeysReturned(address indexed ownerId, address indexed byId, ReturnWay way, bytes32[] keyIds);
    /// @notice `replacementId` is installed where `keyId` was.
    event KeyReplaced(bytes32 indexed keyId, bytes32 indexed replacementId, address indexed byId);

    error KeyRegistryOfferUnknown(uint48 offerId);
    /// @notice The offer was accepted or withdrawn.
    error KeyRegistryOfferClosed(uint48 offerId, OfferState state);
    error KeyRegistryOfferExpired(uint48 offerId, uint40 expiresAt);
    /// @notice The offer is to somebody else.
    error KeyRegistryOfferNotReceiver(uint48 offerId, address entityId);
    /// @notice The offer is neither from nor to the entity.
    error KeyRegistryOfferNotParty(uint48 offerId, address entityId);
    /// @notice The key ids are not those that were offered, in that order.
    error KeyRegistryOfferKeysWrong(uint48 offerId);
    /// @notice The offer is of a lot (`isLot`), or of a list of keys.
    error KeyRegistryOfferKindWrong(uint48 offerId, bool isLot);
    /// @notice An offer ends in the future, at most 366 days ahead.
    error KeyRegistryOfferTermInvalid(uint40 expiresAt);
    /// @notice The key is in an offer of its owner that was neither accepted nor withdrawn.
    error KeyRegistryKeyOffered(bytes32 keyId);
    /// @notice The key left the offer: it was made void, or moved by motion, since.
    error KeyRegistryKeyNotOffered(bytes32 keyId);
    error KeyRegistryKeyInstalled(bytes32 keyId);
    error KeyRegistryKeyNotInstalled(bytes32 keyId);
    error KeyRegistryReplacementIsKey(bytes32 keyId);
    error KeyRegistryReturnWayUnknown();
    /// @notice The entity is neither the key's owner nor an installer that the owner named.
    error KeyRegistryNotInstaller(bytes32 keyId, address entityId);

    // ---- the owner, by its controller

    /// @notice Offers keys that are not final, not installed, not rotated, in no other offer, and whose lot is active where they follow it.
    /// Where the receiver accepts in advance, they change hands at once.
    /// @param expiresAt In the future, at most 366 days ahead. Not looked at where the receiver accepts in advance.
    /// @return offerId 0: accepted in advance.
    function offerKeys(bytes32[] calldata keyIds, address toId, uint40 expiresAt) external returns (uint48 offerId);

    /// @notice Offers the keys that follow the lot, and the lot itself, which takes no more keys from then on until the offer is withdrawn.
    function offerLot(uint48 lotId, address toId, uint40 expiresAt) external returns (uint48 offerId);

    /// @notice Withdraws what was offered, or declines it; also after it has expired.
    /// @param keyIds Those that were offered; none for a lot.
    function withdrawOffer(uint48 offerId, bytes32[] calldata keyIds) external;

    function nameInstaller(address installerId) external;

    function withdrawInstaller(address installerId) external;

    // ---- the receiver, by its controller

    /// @param keyIds Those that were offered, in that order. All of them change hands, or none.
    function acceptKeys(uint48 offerId, bytes32[] calldata keyIds) external;

    function acceptLot(uint48 offerId) external;

    /// @notice Takes whatever `fromId` offers from now on without being asked; or no longer.
    function acceptInAdvance(address fromId, bool accepted) external;

    // ---- the owner, or an installer that it named

    /// @notice The keys go their own way, and are at work at an end customer's.
    function installKeys(bytes32[] calldata keyIds) external;

    function returnKeys(bytes32[] calldata keyIds, ReturnWay way) external;

    /// @notice The key of `replacementId`, of the same owner, is installed where that of `keyId` was.
    function replaceKey(bytes32 keyId, bytes32 replacementId) external;

    // ---- the lot's owner, by its controller: for the keys that follow the lot

    function suspendLot(uint48 lotId, uint8 reason) external;

    function reinstateLot(uint48 lotId) external;

    /// @notice Final.
    function revokeLot(uint48 lotId, uint8 reason) external;

    /// @notice Decommissions: `eol`. Final.
    function retireLot(uint48 lotId) external;

    // ---- views

    function offer(uint48 offerId) external view returns (Offer memory);

    /// @notice Offers are counted from 1.
    function offerCount() external view returns (uint48);

    function acceptsInAdvance(address toId, address fromId) external view returns (bool);

    function isInstaller(address ownerId, address installerId) external view returns (bool);
}
