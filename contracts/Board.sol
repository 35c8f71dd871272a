// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {BoardThresholds} from "./board/BoardThresholds.sol";
import {IBoard} from "./interfaces/IBoard.sol";
import {IRestricted} from "./interfaces/IRestricted.sol";
import {IValidatorSet} from "./interfaces/IValidatorSet.sol";
import {Restriction} from "./libraries/Restriction.sol";

/// @title Board
/// @notice See IBoard.
contract Board is BoardThresholds, AccessManaged, IRestricted {
    uint256 private constant _FEWEST = 7;
    uint256 private constant _MOST = 30;

    IValidatorSet private _validatorSet;

    constructor(
        address authority_,
        address validatorSet_,
        SeatDetails[] memory founders
    ) EIP712("Board", "1") AccessManaged(authority_) {
        _setValidatorSet(validatorSet_);
        _setThreshold(MotionKind.ORDINARY, 1, 2);
        _setThreshold(MotionKind.CONSTITUTION, 2, 3);
        bytes32[] memory segments = _validatorSet.segments();
        for (uint256 i = 0; i < founders.length; i++) _give(founders[i], segments);
        _requireBounds();
    }

    /// @inheritdoc IBoard
    function changeSeats(address[] calldata taken, SeatDetails[] calldata given) external restricted {
        bytes32[] memory segments = _validatorSet.segments();
        for (uint256 i = 0; i < taken.length; i++) _take(taken[i]);
        for (uint256 i = 0; i < given.length; i++) _give(given[i], segments);

        _requireBounds();
    }

    /// @inheritdoc IBoard
    function replaceSeatAccount(address entityId, address account) external restricted {
        _replaceAccount(entityId, account);
    }

    /// @inheritdoc IBoard
    function setThreshold(MotionKind kind, uint16 numerator, uint16 denominator) external restricted {
        _setThreshold(kind, numerator, denominator);

        _requireBounds();
    }

    /// @inheritdoc IBoard
    function setHomeCountries(bytes2[] calldata countries) external restricted {
        _validatorSet.setHomeCountries(countries);

        _requireBounds();
    }

    /// @inheritdoc IBoard
    function setValidatorSet(address validatorSet_) external restricted {
        _setValidatorSet(validatorSet_);
        address theirs = _validatorSet.board();
        if (theirs != address(this)) revert BoardValidatorSetForeign(validatorSet_, theirs);

        _requireBounds();
    }

    /// @inheritdoc IBoard
    function validatorSet() external view returns (address) {
        return address(_validatorSet);
    }

    /// @inheritdoc IBoard
    function standing() public view returns (Standing memory result) {
        result.seats = _seats.length;
        result.needed = _neededNow(MotionKind.ORDINARY);
        result.neededConstitution = _neededNow(MotionKind.CONSTITUTION);
        bytes32[] memory segments = new bytes32[](result.seats);
        for (uint256 i = 0; i < result.seats; i++) {
            Seat storage seat = _seats[i];
            if (!_validatorSet.isHome(seat.country)) result.foreign++;
            segments[i] = seat.segment;
            uint256 count = 0;
            for (uint256 j = 0; j <= i; j++) if (segments[j] == segments[i]) count++;
            if (count > result.inSegment) (result.segment, result.inSegment) = (segments[i], count);
        }
    }

    /// @dev Names the role that is missing, as record contracts do.
    function _checkCanCall(address caller, bytes calldata data) internal override {
        Restriction.requireRole(authority(), caller, data);

        super._checkCanCall(caller, data);
    }

    function _setValidatorSet(address validatorSet_) private {
        if (validatorSet_.code.length == 0) revert BoardValidatorSetForeign(validatorSet_, address(0));

        _validatorSet = IValidatorSet(validatorSet_);
        emit ValidatorSetSet(validatorSet_);
    }

    /// @dev Number of seats, thresholds and caps, of what resulted.
    function _requireBounds() private view {
        Standing memory now_ = standing();
        if (now_.seats < _FEWEST) revert BoardTooFewSeats(now_.seats, _FEWEST);
        if (now_.seats > _MOST) revert BoardTooManySeats(now_.seats, _MOST);

        _requireThresholds(now_);
        if (now_.foreign >= now_.needed) {
            revert BoardForeignCap(now_.foreign, now_.seats, now_.needed, now_.foreign - now_.needed + 1);
        }
        if (now_.inSegment >= now_.needed) {
            uint256 excess = now_.inSegment - now_.needed + 1;
            revert BoardSegmentCap(now_.segment, now_.inSegment, now_.seats, now_.needed, excess);
        }
    }

    /// @dev No seat alone stops everything, and the constitution is never easier to change than the rest.
    function _requireThresholds(Standing memory now_) private pure {
        uint256 most = now_.seats - 1;
        uint256 least = _leastNeeded(MotionKind.ORDINARY, now_.seats);
        if (now_.needed > most) revert BoardThresholdInvalid(MotionKind.ORDINARY, now_.needed, least, most);

        least = Math.max(now_.needed, _leastNeeded(MotionKind.CONSTITUTION, now_.seats));
        if (now_.neededConstitution > most || now_.neededConstitution < least) {
            revert BoardThresholdInvalid(MotionKind.CONSTITUTION, now_.neededConstitution, least, most);
        }
    }
}
