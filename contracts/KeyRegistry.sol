// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "./interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {IKeyRegistry} from "./interfaces/IKeyRegistry.sol";
import {IProcessRegistry} from "./interfaces/IProcessRegistry.sol";
import {KeyStatus, Rank} from "./interfaces/RegistryTypes.sol";
import {KeyCreation} from "./keys/KeyCreation.sol";
import {KeyMoves} from "./keys/KeyMoves.sol";
import {KeyOwnership} from "./keys/KeyOwnership.sol";
import {KeyStanding} from "./keys/KeyStanding.sol";
import {KeyStorage} from "./keys/KeyStorage.sol";
import {KeySupervision} from "./keys/KeySupervision.sol";
import {KeyWord} from "./libraries/KeyWord.sol";
import {Reasons} from "./libraries/Reasons.sol";

/// @title KeyRegistry
/// @notice See IKeyRegistry, and for what becomes of keys afterwards IKeyLifeCycle. `initialize` is RecordContract's.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract KeyRegistry is KeyCreation, KeyOwnership, KeySupervision, KeyMoves, KeyStanding {
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable LIFE_CYCLE;

    /// @param lifeCycle A KeyLifeCycle over the same contracts.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IEntityRegistry entities,
        IProcessRegistry processes,
        IAssessmentRegistry assessments,
        address lifeCycle
    ) KeyStorage(entities, processes, assessments) {
        LIFE_CYCLE = lifeCycle;
    }

    /// @dev What is not here is in KeyLifeCycle, which works on this contract's state.
    /// @custom:oz-upgrades-unsafe-allow delegatecall
    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        address lifeCycle = LIFE_CYCLE;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let success := delegatecall(gas(), lifeCycle, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(success) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }

    /// @inheritdoc IKeyRegistry
    function effectiveStatus(bytes32 keyId) external view returns (KeyStatus status, uint8 reason) {
        KeyWord word = _keys[keyId].word;
        if (!word.isRegistered()) return (KeyStatus.NONE, 0);

        return _effectiveStatus(keyId, word);
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

    function _key(bytes32 keyId, KeyWord word) private view returns (Key memory answer) {
        answer.keyId = keyId;
        answer.lotId = word.lotId();
        answer.processId = _lots[answer.lotId].processId;
        (answer.status, answer.statusSince) = _ownStatus(keyId, word);
        bool isSuperseded = answer.status == KeyStatus.SUPERSEDED;
        answer.statusBy = isSuperseded ? Rank.OWNER : word.statusBy();
        answer.statusReason = isSuperseded ? Reasons.SUPERSEDED : word.reason();
        answer.ownerId = ENTITIES.entityIdOf(_ownerOf(word));
        answer.registeredAt = word.registeredAt();
        answer.installedAt = word.installedAt();
        answer.followsLot = word.owner() == 0;
        answer.isOffered = _isOffered(word);
        answer.wasVoid = word.wasVoid();
    }

    function _lot(uint48 lotId) private view returns (Lot memory answer) {
        LotRecord storage record = _lots[lotId];
        LotOwnerState storage ownerState = _lotOwnerStates[lotId];
        answer.lotId = lotId;
        answer.processId = record.processId;
        answer.ownerId = ENTITIES.entityIdOf(record.owner);
        answer.state = record.state;
        answer.stateBy = record.stateBy;
        answer.stateReason = record.stateReason;
        answer.stateSince = record.stateSince;
        answer.ownerState = _lotOwnerState(lotId);
        answer.ownerStateReason = ownerState.reason;
        answer.ownerStateSince = ownerState.since == 0 ? record.createdAt : ownerState.since;
        answer.createdAt = record.createdAt;
        answer.keyCount = record.keyCount;
        answer.followerCount = record.keyCount - record.separateCount;
        answer.takesKeys = record.flags == 0;
    }
}
