// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStatusChanges} from "./KeyStatusChanges.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {Rank, RecordState} from "../interfaces/RegistryTypes.sol";

/// @dev What programme manager, regulator and board do.
abstract contract KeySupervision is KeyStatusChanges {
    /// @inheritdoc IKeyRegistry
    function suspendKeysAsProgrammeManager(bytes32[] calldata keyIds, uint8 reason) external restricted {
        _suspendAll(keyIds, Rank.PROGRAMME_MANAGER, reason);
    }

    /// @inheritdoc IKeyRegistry
    function reinstateKeysAsProgrammeManager(bytes32[] calldata keyIds) external restricted {
        _reinstateAll(keyIds, Rank.PROGRAMME_MANAGER);
    }

    /// @inheritdoc IKeyRegistry
    function suspendLotAsProgrammeManager(uint48 lotId, uint8 reason) external restricted {
        _suspendLot(lotId, Rank.PROGRAMME_MANAGER, reason);
    }

    /// @inheritdoc IKeyRegistry
    function reinstateLotAsProgrammeManager(uint48 lotId) external restricted {
        _reinstateLot(lotId, Rank.PROGRAMME_MANAGER);
    }

    /// @inheritdoc IKeyRegistry
    function suspendKeysAsRegulator(bytes32[] calldata keyIds, uint8 reason) external restricted {
        _suspendAll(keyIds, Rank.REGULATOR, reason);
    }

    /// @inheritdoc IKeyRegistry
    function reinstateKeysAsRegulator(bytes32[] calldata keyIds) external restricted {
        _reinstateAll(keyIds, Rank.REGULATOR);
    }

    /// @inheritdoc IKeyRegistry
    function suspendLotAsRegulator(uint48 lotId, uint8 reason) external restricted {
        _suspendLot(lotId, Rank.REGULATOR, reason);
    }

    /// @inheritdoc IKeyRegistry
    function reinstateLotAsRegulator(uint48 lotId) external restricted {
        _reinstateLot(lotId, Rank.REGULATOR);
    }

    /// @inheritdoc IKeyRegistry
    function voidKeys(bytes32[] calldata keyIds, uint8 reason) external restricted {
        _requireReason(reason);

        for (uint256 i = 0; i < keyIds.length; i++) _void(keyIds[i], _find(keyIds[i]), reason);
    }

    function _suspendAll(bytes32[] calldata keyIds, Rank by, uint8 reason) private {
        _requireReason(reason);

        for (uint256 i = 0; i < keyIds.length; i++) _suspend(keyIds[i], _find(keyIds[i]), by, reason);
    }

    function _reinstateAll(bytes32[] calldata keyIds, Rank by) private {
        for (uint256 i = 0; i < keyIds.length; i++) _reinstate(keyIds[i], _find(keyIds[i]), by);
    }

    function _suspendLot(uint48 lotId, Rank by, uint8 reason) private {
        LotRecord storage record = _findLot(lotId);
        _requireReason(reason);
        if (record.state == RecordState.SUSPENDED) {
            if (record.stateBy > by) revert KeyRegistryLotRankTooLow(lotId, record.stateBy);
            if (record.stateBy == by) return;
        }

        _setLotState(record, RecordState.SUSPENDED, by, reason);

        emit LotSuspended(lotId, by, reason);
    }

    function _reinstateLot(uint48 lotId, Rank by) private {
        LotRecord storage record = _findLot(lotId);
        if (record.state == RecordState.ACTIVE) return;
        if (record.stateBy > by) revert KeyRegistryLotRankTooLow(lotId, record.stateBy);

        _setLotState(record, RecordState.ACTIVE, by, 0);

        emit LotReinstated(lotId, by);
    }

    function _setLotState(LotRecord storage record, RecordState state, Rank by, uint8 reason) private {
        record.state = state;
        record.stateBy = by;
        record.stateReason = reason;
        record.stateSince = uint40(block.timestamp);
    }
}
