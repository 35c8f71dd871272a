// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBoard} from "../../../contracts/interfaces/IBoard.sol";
import {BoardWorld} from "./BoardWorld.sol";
import {vm} from "./Vm.sol";

/// @dev Lets the constitution and the seats do whatever they may, as time goes by.
contract BoardHandler is BoardWorld {
    uint256 public constant ENTITY_COUNT = 24;
    uint256 public constant ACCOUNT_COUNT = 40;

    /// @notice How often each act succeeded: seats, account, threshold, home countries, seat's own account.
    mapping(uint256 act => uint256) public succeeded;
    uint256 public refused;

    /// @notice Some seats go, some come, most of them in good order.
    function changeSeats(uint256 seed, uint8 taking, uint8 giving) external {
        IBoard.Seat[] memory seats = BOARD.seats();
        address[] memory taken = new address[](taking % 3);
        for (uint256 i = 0; i < taken.length; i++) taken[i] = seats[_dice(seed, i) % seats.length].entityId;
        IBoard.SeatDetails[] memory given = new IBoard.SeatDetails[](giving % 4);
        for (uint256 i = 0; i < given.length; i++) {
            uint256 dice = _dice(seed, 10 + i);
            uint256 entity = dice % ENTITY_COUNT;
            bool isOdd = (dice >> 8) % 8 == 0;
            given[i] = details(
                entity,
                isOdd ? (dice >> 16) % ACCOUNT_COUNT : entity,
                isOdd ? (dice >> 24) % ENTITY_COUNT : entity,
                dice >> 32,
                (dice >> 40) % 4
            );
        }
        _call(0, address(this), abi.encodeCall(IBoard.changeSeats, (taken, given)));
    }

    function replaceAccount(uint8 entity, uint8 account) external {
        bytes memory data = abi.encodeCall(
            IBoard.replaceSeatAccount,
            (entityOf(entity % ENTITY_COUNT), accountOf(account % ACCOUNT_COUNT))
        );
        _call(1, address(this), data);
    }

    /// @notice Any share, or one between half and the whole.
    function setThreshold(bool constitution, uint8 numerator, uint8 denominator) external {
        if (numerator % 5 != 0) {
            denominator = 2 + (denominator % 10);
            numerator = denominator - 1 - (numerator % ((denominator + 1) / 2));
        }
        IBoard.MotionKind kind = constitution ? IBoard.MotionKind.CONSTITUTION : IBoard.MotionKind.ORDINARY;
        _call(2, address(this), abi.encodeCall(IBoard.setThreshold, (kind, numerator, denominator)));
    }

    function setHomeCountries(uint8 first, uint8 second) external {
        bytes2[] memory home = new bytes2[](first % 4 == second % 4 ? 1 : 2);
        home[0] = countryOf(first);
        if (home.length == 2) home[1] = countryOf(second);
        _call(3, address(this), abi.encodeCall(IBoard.setHomeCountries, (home)));
    }

    function handOverAccount(uint8 from, uint8 to) external {
        IBoard.Seat[] memory seats = BOARD.seats();
        IBoard.Seat memory seat = seats[from % seats.length];
        address next = accountOf(to % ACCOUNT_COUNT);
        vm.prank(seat.account);
        (bool isProposed, ) = address(BOARD).call(abi.encodeCall(IBoard.proposeSeatAccount, (next)));
        if (isProposed) _call(4, next, abi.encodeCall(IBoard.acceptSeatAccount, (seat.entityId)));
        else refused++;
    }

    function _call(uint256 act, address sender, bytes memory data) private {
        vm.warp(block.timestamp + 1);
        vm.prank(sender);
        (bool success, ) = address(BOARD).call(data);
        if (success) succeeded[act]++;
        else refused++;
    }

    function _dice(uint256 seed, uint256 throw_) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, throw_)));
    }
}
