// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "./IAssessmentRegistry.sol";
import {IEntityRegistry} from "./IEntityRegistry.sol";
import {IProcessRegistry} from "./IProcessRegistry.sol";
import {AssessmentKind, KeyStatus, Rank, RecordState} from "./RegistryTypes.sol";

/// @title Keys (table 4)
/// @notice A key id is SHA-256 of a public key's canonical SubjectPublicKeyInfo. It is registered once, under one process, in a lot: the
/// unit that is made and shipped together. It leaves its process only as `void`, by motion, and may then be registered again.
/// Warning: the registry cannot see who holds a private key; whoever registers for others demands proof of possession first.
/// @dev Reasons as in IProcessRegistry; effective reasons besides: 10 lot_suspended, 11 process_suspended, 12 process_revoked,
/// 13 assessment_suspended, 14 assessment_withdrawn, 15 assessor_struck_off.
interface IKeyRegistry {
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
        bool wasVoid;
    }

    /// @param keyCount Keys registered in it, less those that are void.
    struct Lot {
        uint48 lotId;
        uint48 processId;
        address ownerId;
        RecordState state;
        Rank stateBy;
        uint8 stateReason;
        uint40 stateSince;
        uint40 createdAt;
        uint32 keyCount;
    }

    /// @notice `get_key_info` (table 10).
    /// @param keyGenerationId Original of the series of table 7; `keyGeneration` is its head.
    /// @param keyProtectionId Original of the series of table 8; `keyProtection` is its head.
    /// @param effectiveReason 0: none.
    struct KeyInfo {
        Key key;
        Lot lot;
        IProcessRegistry.Process process;
        uint48 keyGenerationId;
        uint48 keyProtectionId;
        IAssessmentRegistry.Assessment keyGeneration;
        IAssessmentRegistry.Assessment keyProtection;
        IEntityRegistry.Entity owner;
        IEntityRegistry.Entity processOwner;
        IEntityRegistry.Entity keyGenerationAssessor;
        IEntityRegistry.Entity keyProtectionAssessor;
        KeyStatus effectiveStatus;
        uint8 effectiveReason;
        uint256 blockNumber;
        uint256 blockTime;
    }

    /// @notice `keyIds`, none of which stood there before but as void, are registered. The first such event of a lot opens it.
    event KeysCreated(uint48 indexed processId, uint48 indexed lotId, address indexed ownerId, bytes32[] keyIds);
    /// @notice A change of the key's own status; `status` ACTIVE: its suspension was taken back.
    event KeyStatusChanged(bytes32 indexed keyId, KeyStatus status, Rank by, uint8 reason);
    event LotSuspended(uint48 indexed lotId, Rank by, uint8 reason);
    event LotReinstated(uint48 indexed lotId, Rank by);

    error KeyRegistryKeyIdZero();
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
    error KeyRegistryLotRankTooLow(uint48 lotId, Rank by);
    error KeyRegistrySeriesMissing(uint48 processId, AssessmentKind kind);
    error KeyRegistrySeriesNotInForce(uint48 processId, AssessmentKind kind, uint48 headId);
    error KeyRegistryReasonUnknown(uint8 reason);

    // ---- who has the right to register under the process

    /// @notice Registers keys under a process that is active and whose two series are in force. A key that stands under this process
    /// already is passed over in silence.
    /// @param lotId 0 opens a lot; else a lot of the same process and owner. Nothing new, nothing opened.
    /// @return The lot; 0 when none was opened.
    function createKeys(uint48 processId, uint48 lotId, bytes32[] calldata keyIds) external returns (uint48);

    // ---- the keys' owner, by its controller

    function suspendKeys(bytes32[] calldata keyIds, uint8 reason) external;

    function reinstateKeys(bytes32[] calldata keyIds) external;

    /// @notice Final.
    function revokeKeys(bytes32[] calldata keyIds, uint8 reason) external;

    /// @notice Decommissions: `eol`. Final.
    function retireKeys(bytes32[] calldata keyIds) external;

    // ---- the process's owner, for keys that others own

    /// @notice Reports a compromise: the keys are suspended.
    function reportKeys(bytes32[] calldata keyIds, uint8 reason) external;

    function withdrawReport(bytes32[] calldata keyIds) external;

    // ---- supervision

    function suspendKeysAsProgrammeManager(bytes32[] calldata keyIds, uint8 reason) external;

    function reinstateKeysAsProgrammeManager(bytes32[] calldata keyIds) external;

    function suspendLotAsProgrammeManager(uint48 lotId, uint8 reason) external;

    function reinstateLotAsProgrammeManager(uint48 lotId) external;

    function suspendKeysAsRegulator(bytes32[] calldata keyIds, uint8 reason) external;

    function reinstateKeysAsRegulator(bytes32[] calldata keyIds) external;

    function suspendLotAsRegulator(uint48 lotId, uint8 reason) external;

    function reinstateLotAsRegulator(uint48 lotId) external;

    /// @notice By motion: the entries were mistakes. From every status, since a squatter may have revoked a victim's key.
    function voidKeys(bytes32[] calldata keyIds, uint8 reason) external;

    // ---- views

    /// @notice `get_key_info` (table 10): all that is known of a key. @dev Reverts for a key that is not registered.
    function getKeyInfo(bytes32 keyId) external view returns (KeyInfo memory);

    /// @notice What the key's status comes to; NONE: the key is not registered. `reason` 0: none.
    function effectiveStatus(bytes32 keyId) external view returns (KeyStatus status, uint8 reason);

    function key(bytes32 keyId) external view returns (Key memory);

    function lot(uint48 lotId) external view returns (Lot memory);

    /// @notice Lots are counted from 1.
    function lotCount() external view returns (uint48);

    /// @notice The storage word of a key; 0: not registered. From the lowest bit: lot 48, status 8, status_since 40, owner 32 (0: the
    /// lot's), rank 8, installed_at 40, flags 8 (lowest: was_void), reason 8, registered_at 40.
    function keyWord(bytes32 keyId) external view returns (uint256);
}
