// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBoard} from "./IBoard.sol";

/// @title Motions of one kind
/// @notice OpenZeppelin's Governor over the seats of the Board, with a timelock of its own that it makes in its constructor: the
/// Governor is the timelock's only proposer, executor and canceller, and nobody is its admin. A motion binds its targets, values,
/// calldata and the words beside them, and is executed once. Periods, in seconds, are fixed: governance is replaced, not upgraded.
///
/// A motion passes as soon as the needed number of all seats is for it: no later vote could undo that. It expires when it is not
/// queued within `queuePeriod` after it passed, or not executed within `executionPeriod` after its timelock ran out. What is
/// rejected, called off or expired can never be executed, not through the timelock either; what is queued nobody can call off.
///
/// A seat proposes and votes; whoever brings it a signed vote (EIP-712: chain, Governor, motion and a number used once) votes for who
/// signed; and anybody may queue and execute what has passed. The words beside a motion are part of it: the same calls again take
/// other words. Words that end in `#proposer=0x...` let that account alone propose it; without them, a seat that gets ahead with the
/// same motion could call it off.
///
/// The same motion, proposed to both Governors, has the same id in both. It is executed as the timelock of the one that executes it,
/// which has that kind's powers alone.
interface IBoardGovernor {
    /// @notice `account` holds no seat: it can neither propose nor vote.
    error BoardGovernorNotSeated(address account);
    /// @notice `account` had no seat at `snapshot`, when the vote on `proposalId` began.
    error BoardGovernorSeatTooNew(address account, uint256 proposalId, uint256 snapshot);
    /// @notice Neither the timelock nor what the Governor calls can be changed: another governance takes its place.
    error BoardGovernorFixed();
    /// @notice A motion names contracts: there is no code at `target`.
    error BoardGovernorTargetUnknown(address target);
    /// @notice Nothing here holds or moves ether.
    error BoardGovernorEther(uint256 value);
    /// @notice A vote is for, against or abstains, with a reason; parameters mean nothing.
    error BoardGovernorParamsGiven();
    /// @notice A period is at most 365 days; voting, queuing and execution have at least a second each.
    error BoardGovernorPeriodInvalid(uint256 period);

    function kind() external view returns (IBoard.MotionKind);

    /// @notice Seconds for which a motion that has passed can be queued.
    function queuePeriod() external view returns (uint256);

    /// @notice Seconds for which a queued motion can be executed, counted from the end of its timelock.
    function executionPeriod() external view returns (uint256);
}
