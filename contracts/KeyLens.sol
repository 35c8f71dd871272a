// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "./interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {IKeyLens} from "./interfaces/IKeyLens.sol";
import {IKeyLifeCycle} from "./interfaces/IKeyLifeCycle.sol";
import {IKeyRegistry} from "./interfaces/IKeyRegistry.sol";
import {IProcessRegistry} from "./interfaces/IProcessRegistry.sol";

/// @title KeyLens
/// @notice See IKeyLens.
/// @dev Apart from KeyRegistry because the code of so large an answer does not fit beside the keys' own (EIP-170).
contract KeyLens is IKeyLens {
    IEntityRegistry private immutable ENTITIES;
    IProcessRegistry private immutable PROCESSES;
    IAssessmentRegistry private immutable ASSESSMENTS;
    IKeyRegistry private immutable KEYS;

    constructor(
        IEntityRegistry entities,
        IProcessRegistry processes,
        IAssessmentRegistry assessments,
        IKeyRegistry keys
    ) {
        ENTITIES = entities;
        PROCESSES = processes;
        ASSESSMENTS = assessments;
        KEYS = keys;
    }

    /// @inheritdoc IKeyLens
    function getKeyInfo(bytes32 keyId) external view returns (KeyInfo memory info) {
        info.key = KEYS.key(keyId);
        info.lot = KEYS.lot(info.key.lotId);
        uint48 processId = info.key.processId;
        info.process = PROCESSES.process(processId);
        (info.keyGenerationId, info.keyProtectionId) = ASSESSMENTS.seriesOf(processId);
        info.keyGeneration = ASSESSMENTS.assessment(ASSESSMENTS.headOf(info.keyGenerationId));
        info.keyProtection = ASSESSMENTS.assessment(ASSESSMENTS.headOf(info.keyProtectionId));
        info.owner = ENTITIES.entity(info.key.ownerId);
        info.processOwner = ENTITIES.entity(info.process.ownerId);
        info.keyGenerationAssessor = ENTITIES.entity(info.keyGeneration.assessorId);
        info.keyProtectionAssessor = ENTITIES.entity(info.keyProtection.assessorId);
        (info.effectiveStatus, info.effectiveReason) = KEYS.effectiveStatus(keyId);
        (info.successorId, info.supersededAt) = IKeyLifeCycle(address(KEYS)).successorOf(keyId);
        info.predecessorId = IKeyLifeCycle(address(KEYS)).predecessorOf(keyId);
        (info.validitySeconds, info.graceSeconds) = ASSESSMENTS.validity();
        info.blockNumber = block.number;
        info.blockTime = block.timestamp;
    }
}
