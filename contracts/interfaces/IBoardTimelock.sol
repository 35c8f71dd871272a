// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Where motions that passed wait, and what they act as
/// @notice OpenZeppelin's TimelockController, made by a BoardGovernor, which is its only proposer, executor and canceller. Nobody is its
/// admin, the timelock itself neither: roles and delay are those of its making. It holds nothing, neither ether nor tokens.
interface IBoardTimelock {
    /// @notice Roles and delay are for good: another governance takes the place of this one.
    error BoardTimelockFixed();
    error BoardTimelockHoldsNothing();
}
