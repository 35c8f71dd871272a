// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStorage} from "./KeyStorage.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {KeyStatus, RecordState} from "../interfaces/RegistryTypes.sol";
import {EffectiveStatus} from "../libraries/EffectiveStatus.sol";
import {KeyWord} from "../libraries/KeyWord.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev What a key's status comes to.
abstract contract KeyStanding is KeyStorage {
    function _effectiveStatus(bytes32 keyId, KeyWord word) internal view returns (KeyStatus, uint8) {
        uint48 lotId = word.lotId();
        LotRecord storage record = _lots[lotId];
        IProcessRegistry.Process memory process = PROCESSES.process(record.processId);
        EffectiveStatus.Facts memory facts;
        (facts.status, facts.since) = _ownStatus(keyId, word);
        facts.reason = facts.status == KeyStatus.SUPERSEDED ? Reasons.SUPERSEDED : word.reason();
        facts.lotState = record.state;
        facts.lotOwnerState = word.owner() == 0 ? _lotOwnerState(lotId) : RecordState.ACTIVE;
        facts.lotOwnerSince = _lotOwnerStates[lotId].since;
        facts.processState = process.state;
        facts.processSince = process.stateSince;
        (facts.keyGeneration, facts.keyProtection) = ASSESSMENTS.headsOf(record.processId);
        return EffectiveStatus.resolve(facts);
    }
}
