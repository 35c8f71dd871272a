// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStatus, Rank} from "../interfaces/RegistryTypes.sol";

/// @notice A key's one storage word; the layout stands in IKeyRegistry (`keyWord`). Zero: not registered.
/// @dev Packed by hand because one word, built once before a batch, saves 500 gas a key against a struct.
type KeyWord is uint256;

using {
    KeyWords.isRegistered,
    KeyWords.lotId,
    KeyWords.status,
    KeyWords.statusSince,
    KeyWords.owner,
    KeyWords.statusBy,
    KeyWords.installedAt,
    KeyWords.wasVoid,
    KeyWords.isOffered,
    KeyWords.isIn,
    KeyWords.offerId,
    KeyWords.isRotated,
    KeyWords.reason,
    KeyWords.registeredAt,
    KeyWords.isFinal,
    KeyWords.withWasVoid,
    KeyWords.withOffer,
    KeyWords.withoutOffer,
    KeyWords.withRotated,
    KeyWords.withOwner,
    KeyWords.withInstalledAt,
    KeyWords.withStatus
} for KeyWord global;

library KeyWords {
    uint256 private constant _STATUS = 48;
    uint256 private constant _STATUS_SINCE = 56;
    uint256 private constant _OWNER = 96;
    uint256 private constant _STATUS_BY = 128;
    uint256 private constant _INSTALLED_AT = 136;
    uint256 private constant _FLAGS = 176;
    uint256 private constant _REASON = 184;
    uint256 private constant _REGISTERED_AT = 192;
    uint256 private constant _OFFER = 232;

    uint256 private constant _WAS_VOID = 1 << _FLAGS;
    uint256 private constant _OFFERED = 2 << _FLAGS;
    uint256 private constant _ROTATED = 4 << _FLAGS;
    uint256 private constant _OFFER_MASK = _OFFERED | (0xffffff << _OFFER);
    uint256 private constant _OWNER_MASK = 0xffffffff << _OWNER;
    uint256 private constant _INSTALLED_AT_MASK = 0xffffffffff << _INSTALLED_AT;
    uint256 private constant _STATUS_MASK =
        (0xff << _STATUS) | (0xffffffffff << _STATUS_SINCE) | (0xff << _STATUS_BY) | (0xff << _REASON);

    /// @notice The word of a key that is registered now and follows its lot's owner.
    function fresh(uint48 lot, uint40 time) internal pure returns (KeyWord) {
        uint256 word = uint256(lot) | (uint256(KeyStatus.ACTIVE) << _STATUS);
        return KeyWord.wrap(word | (uint256(time) << _STATUS_SINCE) | (uint256(time) << _REGISTERED_AT));
    }

    function withWasVoid(KeyWord word) internal pure returns (KeyWord) {
        return KeyWord.wrap(KeyWord.unwrap(word) | _WAS_VOID);
    }

    /// @notice In this offer, and in no other one any more.
    function withOffer(KeyWord word, uint48 number) internal pure returns (KeyWord) {
        uint256 value = _OFFERED | (uint256(uint24(number)) << _OFFER);
        return KeyWord.wrap((KeyWord.unwrap(word) & ~_OFFER_MASK) | value);
    }

    function withoutOffer(KeyWord word) internal pure returns (KeyWord) {
        return KeyWord.wrap(KeyWord.unwrap(word) & ~_OFFER_MASK);
    }

    function withRotated(KeyWord word, bool rotated) internal pure returns (KeyWord) {
        uint256 rest = KeyWord.unwrap(word) & ~_ROTATED;
        return KeyWord.wrap(rotated ? rest | _ROTATED : rest);
    }

    /// @notice An owner of its own: the key follows its lot no more.
    function withOwner(KeyWord word, uint32 newOwner) internal pure returns (KeyWord) {
        return KeyWord.wrap((KeyWord.unwrap(word) & ~_OWNER_MASK) | (uint256(newOwner) << _OWNER));
    }

    function withInstalledAt(KeyWord word, uint40 time) internal pure returns (KeyWord) {
        return KeyWord.wrap((KeyWord.unwrap(word) & ~_INSTALLED_AT_MASK) | (uint256(time) << _INSTALLED_AT));
    }

    function withStatus(
        KeyWord word,
        KeyStatus newStatus,
        Rank by,
        uint8 newReason,
        uint40 time
    ) internal pure returns (KeyWord) {
        uint256 value = (uint256(newStatus) << _STATUS) | (uint256(time) << _STATUS_SINCE);
        value |= (uint256(by) << _STATUS_BY) | (uint256(newReason) << _REASON);
        return KeyWord.wrap((KeyWord.unwrap(word) & ~_STATUS_MASK) | value);
    }

    function isRegistered(KeyWord word) internal pure returns (bool) {
        return KeyWord.unwrap(word) != 0;
    }

    function lotId(KeyWord word) internal pure returns (uint48) {
        return uint48(KeyWord.unwrap(word));
    }

    function status(KeyWord word) internal pure returns (KeyStatus) {
        return KeyStatus(uint8(KeyWord.unwrap(word) >> _STATUS));
    }

    /// @notice Final: any status but active and suspended.
    function isFinal(KeyWord word) internal pure returns (bool) {
        return status(word) > KeyStatus.SUSPENDED;
    }

    function statusSince(KeyWord word) internal pure returns (uint40) {
        return uint40(KeyWord.unwrap(word) >> _STATUS_SINCE);
    }

    /// @notice Index of the key's own owner; 0: the key follows its lot.
    function owner(KeyWord word) internal pure returns (uint32) {
        return uint32(KeyWord.unwrap(word) >> _OWNER);
    }

    function statusBy(KeyWord word) internal pure returns (Rank) {
        return Rank(uint8(KeyWord.unwrap(word) >> _STATUS_BY));
    }

    function installedAt(KeyWord word) internal pure returns (uint40) {
        return uint40(KeyWord.unwrap(word) >> _INSTALLED_AT);
    }

    function wasVoid(KeyWord word) internal pure returns (bool) {
        return KeyWord.unwrap(word) & _WAS_VOID != 0;
    }

    /// @notice It is in an offer that was neither accepted nor withdrawn, whoever made that.
    function isOffered(KeyWord word) internal pure returns (bool) {
        return KeyWord.unwrap(word) & _OFFERED != 0;
    }

    function isIn(KeyWord word, uint48 number) internal pure returns (bool) {
        return isOffered(word) && uint24(KeyWord.unwrap(word) >> _OFFER) == uint24(number);
    }

    /// @notice The offer that it is in, of `count` that there are. Of its number the word has the lowest 24 bits.
    function offerId(KeyWord word, uint48 count) internal pure returns (uint48) {
        unchecked {
            return count - uint24(count - uint24(KeyWord.unwrap(word) >> _OFFER));
        }
    }

    /// @notice It has a successor.
    function isRotated(KeyWord word) internal pure returns (bool) {
        return KeyWord.unwrap(word) & _ROTATED != 0;
    }

    function reason(KeyWord word) internal pure returns (uint8) {
        return uint8(KeyWord.unwrap(word) >> _REASON);
    }

    function registeredAt(KeyWord word) internal pure returns (uint40) {
        return uint40(KeyWord.unwrap(word) >> _REGISTERED_AT);
    }
}
