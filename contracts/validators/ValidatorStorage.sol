// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "../interfaces/IValidatorSet.sol";

/// @dev State of the validators' contract. Nodes are counted from 1; a number is never used again.
abstract contract ValidatorStorage is IValidatorSet {
    /// @dev What came into the set in one block, for the limit on newcomers.
    struct Arrivals {
        uint64 blockNumber;
        uint64 sizeBefore;
        uint64 newcomers;
    }

    struct Breach {
        uint40 since;
        uint40 until;
    }

    struct Governance {
        address constitution;
        address ordinary;
        address board;
    }

    /// @dev What Besu reads, and nothing else with it.
    address[] internal _validators;
    address[] internal _standby;
    mapping(uint256 id => Node) internal _nodes;
    /// @dev The node that has or had the account, also after it was vetted no longer.
    mapping(address account => uint256 id) internal _idOf;
    uint256 internal _lastId;
    mapping(address account => uint256) internal _nonces;

    bytes2[] internal _homeCountries;
    mapping(bytes2 country => bool) internal _isHome;
    bytes32[] internal _segments;
    mapping(bytes32 segment => bool) internal _isSegment;

    Arrivals internal _arrivals;
    Breach internal _breach;
    uint40 internal _breachTerm;
    Governance internal _governance;

    function _requireSender(address needed) internal view {
        if (msg.sender != needed) revert ValidatorSetNotAllowed(msg.sender, needed);
    }

    /// @dev Number of the vetted node that has or had `account`.
    function _find(address account) internal view returns (uint256 id) {
        id = _idOf[account];
        if (_nodes[id].state == NodeState.NONE) revert ValidatorSetNodeUnknown(account);
    }

    /// @dev Where `account` stands in `list`, in which it is.
    function _placeIn(address[] storage list, address account) internal view returns (uint256 place) {
        while (list[place] != account) place++;
    }
}
