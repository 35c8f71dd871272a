// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "./interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {IKeyRegistry} from "./interfaces/IKeyRegistry.sol";
import {IProcessRegistry} from "./interfaces/IProcessRegistry.sol";
import {KeyStatus} from "./interfaces/RegistryTypes.sol";
import {KeyCreation} from "./keys/KeyCreation.sol";
import {KeyOwnership} from "./keys/KeyOwnership.sol";
import {KeyStorage} from "./keys/KeyStorage.sol";
import {KeySupervision} from "./keys/KeySupervision.sol";
import {EffectiveStatus} from "./libraries/EffectiveStatus.sol";
import {KeyWord} from "./libraries/KeyWord.sol";

/// @title KeyRegistry
/// @notice See IKeyRegistry. `initialize` is RecordContract's.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract KeyRegistry is KeyCreation, KeyOwnership, KeySupervision {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IEntityRegistry entities,
        IProcessRegistry processes,
        IAssessmentRegistry assessments
    ) KeyStorage(entities, processes, assessments) {}

    /// @inheritdoc IKeyRegistry
    function getKeyInfo(bytes32 keyId) external view returns (KeyInfo memory info) {
        KeyWord word = _find(keyId);
        info.key = _key(keyId, word);
        info.lot = _lot(word.lotId());
        uint48 processId = info.lot.processId;
        info.process = PROCESSES.process(processId);
        (info.keyGenerationId, info.keyProtectionId) = ASSESSMENTS.seriesOf(processId);
        info.keyGeneration = ASSESSMENTS.assessment(ASSESSMENTS.headOf(info.keyGenerationId));
        info.keyProtection = ASSESSMENTS.assessment(ASSESSMENTS.headOf(info.keyProtectionId));
        info.owner = ENTITIES.entity(info.key.ownerId);
        info.processOwner = ENTITIES.entity(info.process.ownerId);
        info.keyGenerationAssessor = ENTITIES.entity(info.keyGeneration.assessorId);
        info.keyProtectionAssessor = ENTITIES.entity(info.keyProtection.assessorId);
        (info.effectiveStatus, info.effectiveReason) = EffectiveStatus.resolve(_facts(word));
        info.blockNumber = block.number;
        info.blockTime = block.timestamp;
    }

    /// @inheritdoc IKeyRegistry
    function effectiveStatus(bytes32 keyId) external view returns (KeyStatus status, uint8 reason) {
        KeyWord word = _keys[keyId].word;
        if (!word.isRegistered()) return (KeyStatus.NONE, 0);

        return EffectiveStatus.resolve(_facts(word));
    }

    /// @inheritdoc IKeyRegistry
    function key(bytes32 keyId) external view returns (Key memory) {
        return _key(keyId, _find(keyId));
    }

    /// @inheritdoc IKeyRegistry
    function lot(uint48 lotId) external view returns (Lot memory) {
        _findLot(lotId);
        return _lot(lotId);
    }

    /// @inheritdoc IKeyRegistry
    function lotCount() external view returns (uint48) {
        return _lotCount;
    }

    /// @inheritdoc IKeyRegistry
    function keyWord(bytes32 keyId) external view returns (uint256) {
        return KeyWord.unwrap(_keys[keyId].word);
    }

    function _facts(KeyWord word) private view returns (EffectiveStatus.Facts memory facts) {
        LotRecord storage record = _lots[word.lotId()];
        IProcessRegistry.Process memory process = PROCESSES.process(record.processId);
        facts.status = word.status();
        facts.reason = word.reason();
        facts.since = word.statusSince();
        facts.lotState = record.state;
        facts.processState = process.state;
        facts.processSince = process.stateSince;
        (facts.keyGeneration, facts.keyProtection) = ASSESSMENTS.headsOf(record.processId);
    }

    function _key(bytes32 keyId, KeyWord word) private view returns (Key memory) {
        return
            Key({
                keyId: keyId,
                processId: _lots[word.lotId()].processId,
                lotId: word.lotId(),
                status: word.status(),
                statusBy: word.statusBy(),
                statusReason: word.reason(),
                statusSince: word.statusSince(),
                ownerId: ENTITIES.entityIdOf(_ownerOf(word)),
                registeredAt: word.registeredAt(),
                installedAt: word.installedAt(),
                wasVoid: word.wasVoid()
            });
    }

    function _lot(uint48 lotId) private view returns (Lot memory) {
        LotRecord storage record = _lots[lotId];
        return
            Lot({
                lotId: lotId,
                processId: record.processId,
                ownerId: ENTITIES.entityIdOf(record.owner),
                state: record.state,
                stateBy: record.stateBy,
                stateReason: record.stateReason,
                stateSince: record.stateSince,
                createdAt: record.createdAt,
                keyCount: record.keyCount
            });
    }
}
