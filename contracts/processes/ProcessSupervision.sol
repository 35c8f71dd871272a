// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProcessStorage} from "./ProcessStorage.sol";
import {IProcessRegistry} from "../interfaces/IProcessRegistry.sol";
import {Rank, RecordState} from "../interfaces/RegistryTypes.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev What programme manager, regulator and board do.
abstract contract ProcessSupervision is ProcessStorage {
    /// @inheritdoc IProcessRegistry
    function suspendAsProgrammeManager(uint48 processId, uint8 reason) external restricted {
        _suspend(processId, Rank.PROGRAMME_MANAGER, reason);
    }

    /// @inheritdoc IProcessRegistry
    function reinstateAsProgrammeManager(uint48 processId) external restricted {
        _reinstate(processId, Rank.PROGRAMME_MANAGER);
    }

    /// @inheritdoc IProcessRegistry
    function suspendAsRegulator(uint48 processId, uint8 reason) external restricted {
        _suspend(processId, Rank.REGULATOR, reason);
    }

    /// @inheritdoc IProcessRegistry
    function reinstateAsRegulator(uint48 processId) external restricted {
        _reinstate(processId, Rank.REGULATOR);
    }

    /// @inheritdoc IProcessRegistry
    function reinstateAsBoard(uint48 processId) external restricted {
        _reinstate(processId, Rank.MOTION);
    }

    /// @inheritdoc IProcessRegistry
    function revoke(uint48 processId, uint8 reason) external restricted {
        ProcessRecord storage record = _find(processId);
        _requireReason(reason);
        if (record.state == RecordState.REVOKED) return;

        _setState(record, RecordState.REVOKED, Rank.MOTION, reason);

        emit ProcessRevoked(processId, reason);
    }

    function _suspend(uint48 processId, Rank by, uint8 reason) private {
        ProcessRecord storage record = _find(processId);
        _requireReason(reason);
        _requireNotRevoked(processId, record);
        if (record.state == RecordState.SUSPENDED) {
            if (record.stateBy > by) revert ProcessRegistryRankTooLow(processId, record.stateBy);
            if (record.stateBy == by) return;
        }

        _setState(record, RecordState.SUSPENDED, by, reason);

        emit ProcessSuspended(processId, by, reason);
    }

    function _reinstate(uint48 processId, Rank by) private {
        ProcessRecord storage record = _find(processId);
        _requireNotRevoked(processId, record);
        if (record.state == RecordState.ACTIVE) return;
        if (record.stateBy > by) revert ProcessRegistryRankTooLow(processId, record.stateBy);

        _setState(record, RecordState.ACTIVE, by, 0);

        emit ProcessReinstated(processId, by);
    }

    function _setState(ProcessRecord storage record, RecordState state, Rank by, uint8 reason) private {
        record.state = state;
        record.stateBy = by;
        record.stateReason = reason;
        record.stateSince = uint40(block.timestamp);
    }

    function _requireNotRevoked(uint48 processId, ProcessRecord storage record) private view {
        if (record.state == RecordState.REVOKED) revert ProcessRegistryRevoked(processId);
    }

    function _requireReason(uint8 reason) private pure {
        if (!Reasons.isKnown(reason)) revert ProcessRegistryReasonUnknown(reason);
    }
}
