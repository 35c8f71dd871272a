// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRecords} from "./IKeyRecords.sol";
import {KeyStatus} from "./RegistryTypes.sol";

/// @title Keys (table 4)
/// @notice A key id is SHA-256 of a public key's canonical SubjectPublicKeyInfo. It is registered once, under one process, in a lot: the
/// unit that is made and shipped together. It leaves its process only as `void`, by motion, and may then be registered again.
/// Warning: the registry cannot see who holds a private key; whoever registers for others demands proof of possession first.
/// What becomes of keys afterwards stands in IKeyLifeCycle: the same contract, behind the same address.
interface IKeyRegistry is IKeyRecords {
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

    /// @notice Also of keys that came back to it since.
    function withdrawReport(bytes32[] calldata keyIds) external;

    /// @notice All keys of a lot that somebody else owns.
    function reportLot(uint48 lotId, uint8 reason) external;

    /// @notice Also of a lot that came back to it since, which is by motion: a lot that is suspended is not handed on.
    function withdrawLotReport(uint48 lotId) external;

    // ---- supervision

    function suspendKeysAsProgrammeManager(bytes32[] calldata keyIds, uint8 reason) external;

    function reinstateKeysAsProgrammeManager(bytes32[] calldata keyIds) external;

    function suspendLotAsProgrammeManager(uint48 lotId, uint8 reason) external;

    function reinstateLotAsProgrammeManager(uint48 lotId) external;

    function suspendKeysAsRegulator(bytes32[] calldata keyIds, uint8 reason) external;

    function reinstateKeysAsRegulator(bytes32[] calldata keyIds) external;

    function suspendLotAsRegulator(uint48 lotId, uint8 reason) external;

    function reinstateLotAsRegulator(uint48 lotId) external;

    /// @notice By motion: an appeal against a suspension, whoever suspended.
    function reinstateKeysAsBoard(bytes32[] calldata keyIds) external;

    function reinstateLotAsBoard(uint48 lotId) external;

    /// @notice By motion: the entries were mistakes. From every status, since a squatter may have revoked a victim's key.
    function voidKeys(bytes32[] calldata keyIds, uint8 reason) external;

    // ---- board: keys of an insolvent or suspended owner

    /// @notice Those that are void stay. A list of which a key was moved cannot be accepted any more, only withdrawn.
    function moveKeys(address fromId, address toId, bytes32[] calldata keyIds) external;

    /// @notice With the keys that follow it. An open offer of the lot is withdrawn.
    function moveLot(uint48 lotId, address toId) external;

    // ---- views

    /// @notice What the key's status comes to; NONE: the key is not registered. `reason` 0: none.
    function effectiveStatus(bytes32 keyId) external view returns (KeyStatus status, uint8 reason);

    function key(bytes32 keyId) external view returns (Key memory);

    function lot(uint48 lotId) external view returns (Lot memory);

    /// @notice Lots are counted from 1.
    function lotCount() external view returns (uint48);

    /// @notice The storage word of a key; 0: not registered. From the lowest bit: lot 48, status 8, status_since 40, owner 32 (0: the
    /// lot's), rank 8, installed_at 40, flags 8 (from the lowest: was_void, offered,
    /// rotated: whether it is superseded by now, says successorOf), reason 8, registered_at 40,
    /// and of the number of the offer that it is in the lowest 24 bits.
    function keyWord(bytes32 keyId) external view returns (uint256);
}
