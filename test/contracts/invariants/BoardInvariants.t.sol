// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Board} from "../../../contracts/Board.sol";
import {IBoard} from "../../../contracts/interfaces/IBoard.sol";
import {BoardHandler} from "./BoardHandler.sol";

/// @dev What holds of the board whatever passes:
/// 1. There are 7 to 30 seats; no entity, no group and no account has two.
/// 2. Fewer seats than an ordinary motion needs are held from outside the home countries, and are of any one segment.
/// 3. An ordinary motion needs more than half of all, one on the constitution two thirds of all and no less; neither needs all.
/// 4. Every seat's account has one vote, everybody else none; the votes are as many as the seats.
contract BoardInvariants {
    BoardHandler private _handler;
    Board private _board;

    function setUp() public {
        _handler = new BoardHandler();
        _board = _handler.BOARD();
    }

    /// @dev Only the handler is called at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// hardhat-config: invariant.runs = 24
    /// hardhat-config: invariant.depth = 60
    function invariant_Bounds() public view {
        _requireAll();
    }

    /// @dev The same over one long history, which shows besides that the handler gets somewhere.
    /// hardhat-config: fuzz.runs = 8
    function testFuzz_LongHistory(uint256 seed) public {
        for (uint256 i = 0; i < 200; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            uint256 act = dice % 8;
            if (act < 4) _handler.changeSeats(dice, uint8(dice >> 8), uint8(dice >> 16));
            else if (act == 4) _handler.replaceAccount(uint8(dice >> 8), uint8(dice >> 16));
            else if (act == 5) _handler.setThreshold(dice >> 255 == 1, uint8(dice >> 8), uint8(dice >> 16));
            else if (act == 6) _handler.setHomeCountries(uint8(dice >> 8), uint8(dice >> 16));
            else _handler.handOverAccount(uint8(dice >> 8), uint8(dice >> 16));
            if (i % 20 == 0) _requireAll();
        }
        _requireAll();
        for (uint256 act = 0; act < 5; act++) {
            require(_handler.succeeded(act) > 0, "the handler does next to nothing");
        }
        require(_handler.refused() > 0, "nothing is refused");
    }

    function _requireAll() private view {
        IBoard.Seat[] memory seats = _board.seats();
        require(seats.length >= 7 && seats.length <= 30, "the number of seats is out of bounds");
        uint256 needed = _neededOf(IBoard.MotionKind.ORDINARY, seats.length);
        uint256 neededConstitution = _neededOf(IBoard.MotionKind.CONSTITUTION, seats.length);
        require(2 * needed > seats.length && needed < seats.length, "an ordinary motion needs too few, or all");
        require(3 * neededConstitution >= 2 * seats.length, "the constitution needs less than two thirds");
        require(neededConstitution >= needed, "the constitution is easier to change than the rest");
        require(neededConstitution < seats.length, "the constitution needs all");

        uint256 foreign = 0;
        for (uint256 i = 0; i < seats.length; i++) {
            if (!_handler.VALIDATORS().isHome(seats[i].country)) foreign++;
            require(_ofSegment(seats, seats[i].segment) < needed, "a segment passes motions alone");
            _requireUnique(seats, i);
        }
        require(foreign < needed, "foreigners pass motions alone");
        _requireVotes(seats.length);
    }

    function _neededOf(IBoard.MotionKind kind, uint256 count) private view returns (uint256) {
        IBoard.Threshold memory share = _board.threshold(kind);
        uint256 least = kind == IBoard.MotionKind.ORDINARY ? count / 2 + 1 : (2 * count + 2) / 3;
        uint256 needed = (count * share.numerator + share.denominator - 1) / share.denominator;
        return needed > least ? needed : least;
    }

    function _ofSegment(IBoard.Seat[] memory seats, bytes32 segment) private pure returns (uint256 count) {
        for (uint256 i = 0; i < seats.length; i++) if (seats[i].segment == segment) count++;
    }

    function _requireUnique(IBoard.Seat[] memory seats, uint256 index) private pure {
        for (uint256 i = 0; i < index; i++) {
            require(seats[i].entityId != seats[index].entityId, "an entity has two seats");
            require(seats[i].group != seats[index].group, "a group has two seats");
            require(seats[i].account != seats[index].account, "an account has two seats");
        }
    }

    function _requireVotes(uint256 seats) private view {
        uint256 votes = 0;
        for (uint256 i = 0; i < _handler.ACCOUNT_COUNT(); i++) {
            address account = _handler.accountOf(i);
            uint256 own = _board.getVotes(account);
            require(own == (_board.isSeated(account) ? 1 : 0), "a vote without a seat, or a seat without a vote");
            votes += own;
        }
        require(votes == seats, "votes are not as many as seats");
    }
}
