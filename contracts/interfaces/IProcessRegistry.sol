// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rank, RecordState} from "./RegistryTypes.sol";

/// @title Provisioning processes (table 5)
/// @notice A process has an owner for ever; what characterises it stands in its two series of assessments, see IAssessmentRegistry.
/// Who may register keys under it is granted by its owner to entities, which name their line accounts for that process.
/// There is no global map from line account to entity, or anybody could claim a victim's account.
/// @dev Reasons are those of RFC 5280, from 1: unspecified, keyCompromise, cACompromise, affiliationChanged, superseded,
/// cessationOfOperation, certificateHold, privilegeWithdrawn, aACompromise.
interface IProcessRegistry {
    struct Process {
        uint48 processId;
        address ownerId;
        RecordState state;
        Rank stateBy;
        uint8 stateReason;
        uint40 stateSince;
        uint40 createdAt;
    }

    /// @param creatorId The owner, or the assessor that acted on its behalf.
    event ProcessCreated(uint48 indexed processId, address indexed ownerId, address indexed creatorId);
    event RegistrationGranted(uint48 indexed processId, address indexed entityId);
    event RegistrationGrantWithdrawn(uint48 indexed processId, address indexed entityId);
    event LineAccountNamed(uint48 indexed processId, address indexed entityId, address indexed account);
    event LineAccountWithdrawn(uint48 indexed processId, address indexed entityId, address indexed account);
    event ProcessSuspended(uint48 indexed processId, Rank by, uint8 reason);
    event ProcessReinstated(uint48 indexed processId, Rank by);
    event ProcessRevoked(uint48 indexed processId, uint8 reason);

    error ProcessRegistryProcessUnknown(uint48 processId);
    error ProcessRegistryNotOwner(uint48 processId, address entityId);
    /// @notice The entity may not register under the process.
    error ProcessRegistryNotGranted(uint48 processId, address entityId);
    /// @notice The account is neither a controller nor a line account of the process.
    error ProcessRegistryAccountUnknown(uint48 processId, address account);
    /// @notice The account is a line account of `entityId` under this process already, or its controller.
    error ProcessRegistryAccountTaken(uint48 processId, address account, address entityId);
    error ProcessRegistryAccountZero();
    error ProcessRegistryNotActive(uint48 processId, RecordState state);
    error ProcessRegistryRevoked(uint48 processId);
    /// @notice A higher authority set the state: `by`, not lower, has to act.
    error ProcessRegistryRankTooLow(uint48 processId, Rank by);
    error ProcessRegistryReasonUnknown(uint8 reason);

    // ---- entities

    /// @notice The caller's entity, with a role that owns processes, creates one for itself.
    function create() external returns (uint48 processId);

    /// @notice An accredited assessor creates a process on `ownerId`'s behalf.
    function createFor(address ownerId) external returns (uint48 processId);

    /// @notice The owner lets another entity register keys under the process.
    function grant(uint48 processId, address entityId) external;

    /// @notice Takes that back; its line accounts rest until it is granted again.
    function withdrawGrant(uint48 processId, address entityId) external;

    /// @notice The owner, or an entity with a grant, names an account of its line that registers in its name.
    function nameLineAccount(uint48 processId, address account) external;

    function withdrawLineAccount(uint48 processId, address account) external;

    // ---- supervision

    function suspendAsProgrammeManager(uint48 processId, uint8 reason) external;

    function reinstateAsProgrammeManager(uint48 processId) external;

    function suspendAsRegulator(uint48 processId, uint8 reason) external;

    function reinstateAsRegulator(uint48 processId) external;

    /// @notice By motion, of a suspended one: an appeal against the suspension, whoever suspended it.
    function reinstateAsBoard(uint48 processId) external;

    /// @notice By motion. Final.
    function revoke(uint48 processId, uint8 reason) external;

    // ---- views

    function process(uint48 processId) external view returns (Process memory);

    /// @notice Processes are counted from 1.
    function processCount() external view returns (uint48);

    /// @notice Index of the owner in the entities' registry. @dev Reverts for an unknown process.
    function ownerOf(uint48 processId) external view returns (uint32);

    /// @notice Whether the entity is the owner, or was granted to register.
    function mayRegister(uint48 processId, address entityId) external view returns (bool);

    /// @notice The entity in whose name `account` registers; the zero address: none. A controller stands for its own entity always.
    function lineAccountOf(uint48 processId, address account) external view returns (address entityId);

    /// @notice The entity in whose name `account` may register now.
    /// @dev Reverts unless the process is active, and the entity active and granted.
    function requireRegistrant(
        uint48 processId,
        address account
    ) external view returns (uint32 index, address entityId);
}
