// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IBoard} from "../interfaces/IBoard.sol";
import {Iso3166} from "../libraries/Iso3166.sol";

/// @dev Who holds a seat. One vote each, which stays with the seat's account: OpenZeppelin's Votes without its delegation.
abstract contract BoardSeats is IBoard, Votes {
    Seat[] internal _seats;
    /// @dev Place in `_seats`, counted from 1.
    mapping(address entityId => uint256) private _places;
    mapping(bytes32 group => address entityId) private _holders;
    /// @dev Whose seat the account holds, or held last.
    mapping(address account => address entityId) private _entities;
    mapping(address entityId => address account) private _proposed;

    /// @inheritdoc IBoard
    function proposeSeatAccount(address account) external {
        address entityId = seatOf(msg.sender).entityId;
        _requireFree(account, entityId);

        _proposed[entityId] = account;
        emit SeatAccountProposed(entityId, account);
    }

    /// @inheritdoc IBoard
    function acceptSeatAccount(address entityId) external {
        if (_proposed[entityId] != msg.sender) revert BoardAccountNotProposed(entityId, msg.sender);

        _replaceAccount(entityId, msg.sender);
    }

    /// @inheritdoc IBoard
    function seats() external view returns (Seat[] memory) {
        return _seats;
    }

    /// @inheritdoc IBoard
    function isSeated(address account) external view returns (bool) {
        return _isSeated(account);
    }

    /// @inheritdoc IBoard
    function seatOf(address account) public view returns (Seat memory) {
        if (!_isSeated(account)) revert BoardNotSeated(account);
        return _seats[_places[_entities[account]] - 1];
    }

    /// @inheritdoc Votes
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc Votes
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc Votes
    function delegates(address account) public pure override returns (address) {
        return account;
    }

    /// @dev `segments` are the ones that there are.
    function _give(SeatDetails memory details, bytes32[] memory segments) internal {
        if (details.entityId == address(0)) revert BoardEntityZero();
        if (_places[details.entityId] != 0) revert BoardSeatTaken(details.entityId);
        _requireFree(details.account, details.entityId);
        if (!Iso3166.isAssigned(details.country)) revert BoardCountryUnknown(details.country);
        if (!_isIn(details.segment, segments)) revert BoardSegmentUnknown(details.segment);
        if (details.group == 0) revert BoardGroupZero();
        if (_holders[details.group] != address(0)) {
            revert BoardGroupTaken(details.entityId, _holders[details.group]);
        }

        _seats.push(
            Seat(
                details.entityId,
                details.account,
                details.country,
                details.segment,
                details.group,
                uint40(block.timestamp)
            )
        );
        _places[details.entityId] = _seats.length;
        _holders[details.group] = details.entityId;
        _entities[details.account] = details.entityId;
        _transferVotingUnits(address(0), details.account, 1);
        emit SeatGiven(details.entityId, details.account, details.country, details.segment, details.group);
    }

    function _take(address entityId) internal {
        uint256 place = _requirePlace(entityId);
        Seat memory seat = _seats[place - 1];
        Seat memory last = _seats[_seats.length - 1];

        _seats[place - 1] = last;
        _places[last.entityId] = place;
        _seats.pop();
        delete _places[entityId];
        delete _holders[seat.group];
        delete _proposed[entityId];
        _transferVotingUnits(seat.account, address(0), 1);
        emit SeatTaken(entityId, seat.account);
    }

    /// @dev What the seat's former account had proposed is void.
    function _replaceAccount(address entityId, address account) internal {
        Seat storage seat = _seats[_requirePlace(entityId) - 1];
        _requireFree(account, entityId);
        address previous = seat.account;

        seat.account = account;
        _entities[account] = entityId;
        delete _proposed[entityId];
        _transferVotingUnits(previous, account, 1);
        emit SeatAccountReplaced(entityId, previous, account);
    }

    function _delegate(address, address) internal pure override {
        revert BoardVotesNotDelegable();
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return _isSeated(account) ? 1 : 0;
    }

    function _isSeated(address account) private view returns (bool) {
        uint256 place = _places[_entities[account]];
        return place != 0 && _seats[place - 1].account == account;
    }

    function _requirePlace(address entityId) private view returns (uint256 place) {
        place = _places[entityId];
        if (place == 0) revert BoardSeatUnknown(entityId);
    }

    function _requireFree(address account, address entityId) private view {
        if (account == address(0)) revert BoardAccountZero();
        address holder = _entities[account];
        if (_isSeated(account) || (holder != address(0) && holder != entityId)) revert BoardAccountTaken(account);
    }

    function _isIn(bytes32 segment, bytes32[] memory segments) private pure returns (bool) {
        for (uint256 i = 0; i < segments.length; i++) if (segments[i] == segment) return true;
        return false;
    }
}
