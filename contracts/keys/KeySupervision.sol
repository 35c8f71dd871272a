// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStatusChanges} from "./KeyStatusChanges.sol";
import {RecordContract} from "../RecordContract.sol";
import {IKeyRegistry} from "../interfaces/IKeyRegistry.sol";
import {Rank} from "../interfaces/RegistryTypes.sol";

/// @dev What programme manager, regulator and board do.
abstract contract KeySupervision is RecordContract, KeyStatusChanges, IKeyRegistry {
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
    function reinstateKeysAsBoard(bytes32[] calldata keyIds) external restricted {
        _reinstateAll(keyIds, Rank.MOTION);
    }

    /// @inheritdoc IKeyRegistry
    function reinstateLotAsBoard(uint48 lotId) external restricted {
        _reinstateLot(lotId, Rank.MOTION);
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
}
