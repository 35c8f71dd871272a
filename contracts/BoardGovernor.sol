// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorSuperQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorSuperQuorum.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {BoardTimelock} from "./BoardTimelock.sol";
import {IBoard} from "./interfaces/IBoard.sol";
import {IBoardGovernor} from "./interfaces/IBoardGovernor.sol";

/// @title BoardGovernor
/// @notice See IBoardGovernor.
/// @dev The super quorum is the quorum: a motion leaves the vote as soon as it has passed. `GovernorSuperQuorum` stands before
/// `GovernorTimelockControl`, which then asks the timelock about motions that were queued before their vote's deadline, too.
contract BoardGovernor is
    GovernorCountingSimple,
    GovernorVotes,
    GovernorSuperQuorum,
    GovernorTimelockControl,
    IBoardGovernor
{
    uint256 private constant _LONGEST_PERIOD = 365 days;

    IBoard private immutable _board;
    /// @inheritdoc IBoardGovernor
    IBoard.MotionKind public immutable kind;
    /// @inheritdoc IBoardGovernor
    uint256 public immutable queuePeriod;
    /// @inheritdoc IBoardGovernor
    uint256 public immutable executionPeriod;
    uint256 private immutable _votingDelay;
    uint256 private immutable _votingPeriod;

    mapping(uint256 proposalId => uint48) private _passedAt;

    /// @param name_ Name in the EIP-712 domain of signed votes.
    /// @param votingDelay_ Seconds from proposal to the vote; seats are counted at its end.
    /// @param votingPeriod_ Seconds of the vote.
    /// @param timelockDelay Seconds from queuing to execution.
    constructor(
        string memory name_,
        IBoard board_,
        IBoard.MotionKind kind_,
        uint256 votingDelay_,
        uint256 votingPeriod_,
        uint256 timelockDelay,
        uint256 queuePeriod_,
        uint256 executionPeriod_
    )
        Governor(name_)
        GovernorVotes(IVotes(address(board_)))
        GovernorTimelockControl(new BoardTimelock(timelockDelay, address(this)))
    {
        _requirePeriod(votingDelay_, 0);
        _requirePeriod(votingPeriod_, 1);
        _requirePeriod(timelockDelay, 0);
        _requirePeriod(queuePeriod_, 1);
        _requirePeriod(executionPeriod_, 1);

        _board = board_;
        kind = kind_;
        _votingDelay = votingDelay_;
        _votingPeriod = votingPeriod_;
        queuePeriod = queuePeriod_;
        executionPeriod = executionPeriod_;
    }

    /// @inheritdoc Governor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override returns (uint256) {
        if (!_board.isSeated(_msgSender())) revert BoardGovernorNotSeated(_msgSender());
        for (uint256 i = 0; i < targets.length; i++) {
            if (targets[i].code.length == 0) revert BoardGovernorTargetUnknown(targets[i]);
        }
        for (uint256 i = 0; i < values.length; i++) {
            if (values[i] != 0) revert BoardGovernorEther(values[i]);
        }

        return super.propose(targets, values, calldatas, description);
    }

    /// @inheritdoc Governor
    function execute(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public payable override returns (uint256) {
        if (msg.value != 0) revert BoardGovernorEther(msg.value);

        return super.execute(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc Governor
    function relay(address, uint256, bytes calldata) public payable override {
        revert BoardGovernorFixed();
    }

    /// @inheritdoc GovernorTimelockControl
    function updateTimelock(TimelockController) public pure override {
        revert BoardGovernorFixed();
    }

    /// @inheritdoc Governor
    function state(
        uint256 proposalId
    ) public view override(Governor, GovernorSuperQuorum, GovernorTimelockControl) returns (ProposalState current) {
        current = super.state(proposalId);

        bool expired =
            (current == ProposalState.Succeeded && clock() > _passedAt[proposalId] + queuePeriod) ||
                (current == ProposalState.Queued && clock() > proposalEta(proposalId) + executionPeriod);
        if (expired) current = ProposalState.Expired;
    }

    /// @inheritdoc Governor
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return _board.needed(kind, timepoint);
    }

    /// @inheritdoc GovernorSuperQuorum
    function superQuorum(uint256 timepoint) public view override returns (uint256) {
        return quorum(timepoint);
    }

    /// @inheritdoc GovernorCountingSimple
    function proposalVotes(
        uint256 proposalId
    )
        public
        view
        override(GovernorCountingSimple, GovernorSuperQuorum)
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        return super.proposalVotes(proposalId);
    }

    /// @inheritdoc GovernorTimelockControl
    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @inheritdoc Governor
    function proposalThreshold() public pure override returns (uint256) {
        return 1;
    }

    /// @inheritdoc Governor
    function votingDelay() public view override returns (uint256) {
        return _votingDelay;
    }

    /// @inheritdoc Governor
    function votingPeriod() public view override returns (uint256) {
        return _votingPeriod;
    }

    /// @dev Without the detour over the board that GovernorVotes takes, and without its fallback to block numbers.
    function clock() public view override(Governor, GovernorVotes) returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override(Governor, GovernorVotes) returns (string memory) {
        return "mode=timestamp";
    }

    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure override(IGovernor, GovernorCountingSimple) returns (string memory) {
        return "support=bravo&quorum=for";
    }

    /// @dev Every vote comes through here. OpenZeppelin would take votes without weight, too.
    function _castVote(
        uint256 proposalId,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal override returns (uint256 weight) {
        if (params.length != 0) revert BoardGovernorParamsGiven();
        if (!_board.isSeated(account)) revert BoardGovernorNotSeated(account);

        weight = super._castVote(proposalId, account, support, reason, params);
        if (weight == 0) revert BoardGovernorSeatTooNew(account, proposalId, proposalSnapshot(proposalId));
    }

    /// @dev A vote is the only thing that makes a motion pass, and none is taken afterwards.
    function _tallyUpdated(uint256 proposalId) internal override {
        if (_quorumReached(proposalId)) _passedAt[proposalId] = clock();
    }

    /// @dev Votes for alone count.
    function _quorumReached(
        uint256 proposalId
    ) internal view override(Governor, GovernorCountingSimple) returns (bool) {
        (, uint256 forVotes, ) = proposalVotes(proposalId);
        return forVotes >= quorum(proposalSnapshot(proposalId));
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    function _requirePeriod(uint256 period, uint256 least) private pure {
        if (period < least || period > _LONGEST_PERIOD) revert BoardGovernorPeriodInvalid(period);
    }
}
