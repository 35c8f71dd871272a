// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyHolding} from "./KeyHolding.sol";
import {IKeyOwnership} from "../interfaces/IKeyOwnership.sol";
import {RecordState} from "../interfaces/RegistryTypes.sol";
import {Reasons} from "../libraries/Reasons.sol";

/// @dev What the owner of a lot says of the keys that follow it, in one record.
abstract contract LotOwnership is KeyHolding {
    /// @inheritdoc IKeyOwnership
    function suspendLot(uint48 lotId, uint8 reason) external {
        _requireReason(reason);
        _setOwnerState(lotId, RecordState.SUSPENDED, reason);
    }

    /// @inheritdoc IKeyOwnership
    function reinstateLot(uint48 lotId) external {
        _setOwnerState(lotId, RecordState.ACTIVE, 0);
    }

    /// @inheritdoc IKeyOwnership
    function revokeLot(uint48 lotId, uint8 reason) external {
        _requireReason(reason);
        _setOwnerState(lotId, RecordState.REVOKED, reason);
    }

    /// @inheritdoc IKeyOwnership
    function retireLot(uint48 lotId) external {
        _setOwnerState(lotId, RecordState.EOL, Reasons.CESSATION_OF_OPERATION);
    }

    function _setOwnerState(uint48 lotId, RecordState state, uint8 reason) private {
        (uint32 entity, address entityId) = ENTITIES.activeControlledBy(msg.sender);
        _findOwnedLot(lotId, entity, entityId);
        RecordState present = _lotOwnerState(lotId);
        if (present == state) return;
        if (present > RecordState.SUSPENDED) revert KeyRegistryLotNotActive(lotId, present);

        _lotOwnerStates[lotId] = LotOwnerState(state, reason, uint40(block.timestamp));

        emit LotOwnerStateSet(lotId, state, reason);
    }
}
