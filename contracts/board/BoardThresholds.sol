// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IBoard} from "../interfaces/IBoard.sol";
import {BoardSeats} from "./BoardSeats.sol";

/// @dev How many seats a motion needs, now and when its vote began.
abstract contract BoardThresholds is BoardSeats {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev Numerator in the upper, denominator in the lower 16 bits.
    mapping(MotionKind kind => Checkpoints.Trace208) private _shares;

    /// @inheritdoc IBoard
    function needed(MotionKind kind, uint256 timepoint) external view returns (uint256) {
        uint256 count = getPastTotalSupply(timepoint);
        return _neededOf(kind, count, _shares[kind].upperLookupRecent(uint48(timepoint)));
    }

    /// @inheritdoc IBoard
    function threshold(MotionKind kind) external view returns (Threshold memory) {
        uint208 share = _shares[kind].latest();
        return Threshold(uint16(share >> 16), uint16(share));
    }

    function _setThreshold(MotionKind kind, uint16 numerator, uint16 denominator) internal {
        (uint16 leastNumerator, uint16 leastDenominator) = _leastShare(kind);
        bool atLeast = uint256(numerator) * leastDenominator >= uint256(denominator) * leastNumerator;
        if (denominator == 0 || numerator > denominator || !atLeast) {
            revert BoardShareInvalid(kind, numerator, denominator, leastNumerator, leastDenominator);
        }

        _shares[kind].push(clock(), (uint208(numerator) << 16) | denominator);
        emit ThresholdSet(kind, numerator, denominator);
    }

    function _neededNow(MotionKind kind) internal view returns (uint256) {
        return _neededOf(kind, _seats.length, _shares[kind].latest());
    }

    /// @dev More than half of all for an ordinary motion, two thirds of all for the constitution, whatever the share.
    function _leastNeeded(MotionKind kind, uint256 count) internal pure returns (uint256) {
        return kind == MotionKind.ORDINARY ? count / 2 + 1 : Math.ceilDiv(2 * count, 3);
    }

    function _leastShare(MotionKind kind) internal pure returns (uint16 numerator, uint16 denominator) {
        return kind == MotionKind.ORDINARY ? (1, 2) : (2, 3);
    }

    function _neededOf(MotionKind kind, uint256 count, uint208 share) private pure returns (uint256) {
        return Math.max(_leastNeeded(kind, count), Math.ceilDiv(count * uint16(share >> 16), uint16(share)));
    }
}
