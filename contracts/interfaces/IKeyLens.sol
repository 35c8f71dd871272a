// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "./IAssessmentRegistry.sol";
import {IEntityRegistry} from "./IEntityRegistry.sol";
import {IKeyRecords} from "./IKeyRecords.sol";
import {IProcessRegistry} from "./IProcessRegistry.sol";
import {KeyStatus} from "./RegistryTypes.sol";

/// @title All that is known of a key, in one answer
/// @notice Reads the other contracts and has no state and no power of its own: it is replaced by another one at another address.
interface IKeyLens {
    /// @notice `get_key_info` (table 10).
    /// @param keyGenerationId Original of the series of table 7; `keyGeneration` is its head.
    /// @param keyProtectionId Original of the series of table 8; `keyProtection` is its head.
    /// @param effectiveReason 0: none.
    /// @param successorId The key that follows on it; 0: none.
    /// @param supersededAt From when on it is superseded; 0: it has no successor.
    /// @param predecessorId The key that it follows on; 0: none.
    /// @param validitySeconds How long assessments are valid from their completion, as AssessmentRegistry has it; 0: no limit.
    /// @param graceSeconds And how long that is tolerated.
    struct KeyInfo {
        IKeyRecords.Key key;
        IKeyRecords.Lot lot;
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
        bytes32 successorId;
        uint40 supersededAt;
        bytes32 predecessorId;
        uint32 validitySeconds;
        uint32 graceSeconds;
        uint256 blockNumber;
        uint256 blockTime;
    }

    /// @notice `get_key_info` (table 10): all that is known of a key. @dev Reverts for a key that is not registered.
    function getKeyInfo(bytes32 keyId) external view returns (KeyInfo memory);
}
