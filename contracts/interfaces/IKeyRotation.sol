// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRecords} from "./IKeyRecords.sol";
import {KeyStatus} from "./RegistryTypes.sol";

/// @title Rotation: one key follows on another in the same device
/// @notice The successor signs, so that nobody can name a key that it does not hold. The chain has no means to verify ECDSA on P-256: the
/// signature travels in the event, with the public key, whose hash the chain does verify. Every reader verifies the signature, and takes
/// two keys without a good one for two devices. The old key ends all the same: that, its owner may say of it at any time.
/// The old key is `superseded` as soon as its overlap is over. Chains of successors are lines: a key has one successor and one
/// predecessor at most, and no way leads back. A void entry is in none.
interface IKeyRotation is IKeyRecords {
    /// @param successorPublicKey DER SubjectPublicKeyInfo in canonical form: SHA-256 of it is the successor's key id.
    /// @param signature DER ECDSA-Sig-Value (RFC 3279, 2.2.3) by the successor, over SHA-256 of what IKeyRotation.rotateKey describes.
    event KeyRotated(
        bytes32 indexed keyId,
        bytes32 indexed successorId,
        uint40 supersededAt,
        bytes successorPublicKey,
        bytes signature
    );

    error KeyRegistryRotationToItself(bytes32 keyId);
    /// @notice The key has a successor already.
    error KeyRegistryKeyRotated(bytes32 keyId, bytes32 successorId);
    /// @notice The key is the successor of another already.
    error KeyRegistryKeySucceeds(bytes32 keyId, bytes32 predecessorId);
    /// @notice The key's effective status is not active.
    error KeyRegistryKeyNotActive(bytes32 keyId, KeyStatus effectiveStatus);
    /// @notice SHA-256 of the public key is not the successor's key id.
    error KeyRegistryPublicKeyWrong(bytes32 successorId);
    error KeyRegistryOverlapTooLong(uint40 overlap, uint40 most);
    error KeyRegistrySignatureMissing(bytes32 successorId);

    /// @notice By the owner of both keys, both effectively active, in no offer. An installed key's successor is installed, too.
    /// @param overlap Seconds for which both keys are good, at most 366 days.
    /// @param signature Over SHA-256 of: the ASCII text "derkey rotation v1", chain id (32 bytes), address of this contract (20),
    /// `keyId` (32), `successorId` (32), one behind the other.
    function rotateKey(
        bytes32 keyId,
        bytes32 successorId,
        uint40 overlap,
        bytes calldata successorPublicKey,
        bytes calldata signature
    ) external;

    /// @notice The key's successor and from when on the key is superseded; zeros: none. Also a key whose successor was made void is
    /// superseded; `successorId` is 0 then.
    function successorOf(bytes32 keyId) external view returns (bytes32 successorId, uint40 supersededAt);

    /// @notice Number of the block that has the key's KeyRotated, so that a reader finds the signature without a search; 0: it has no
    /// successor.
    function rotationBlockOf(bytes32 keyId) external view returns (uint256);

    /// @notice The key that it follows on; 0: none.
    function predecessorOf(bytes32 keyId) external view returns (bytes32 predecessorId);
}
