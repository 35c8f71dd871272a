// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ValidatorStorage} from "./ValidatorStorage.sol";

/// @dev Counts nodes against the caps (requirements 22, 23, 25), and keeps the breach.
abstract contract ValidatorCaps is ValidatorStorage {
    uint256 private constant _LEAST = 7;
    uint256 private constant _MOST = 30;

    /// @dev `result` is of an allowed size, and no cap is further out of bounds than in `before`: where none was, none is.
    function _requireCaps(NodeFacts[] memory before, NodeFacts[] memory result) internal view {
        uint256 size = result.length;
        if (size < _LEAST) revert ValidatorSetTooFew(size, _LEAST);
        if (size > _MOST) revert ValidatorSetTooMany(size, _MOST);

        _requireForeignCap(_foreignIn(before), before.length, _foreignIn(result), size);
        for (uint256 i = 0; i < size; i++) {
            bytes32 segment = result[i].segment;
            uint256 count = _ofSegment(result, segment);
            uint256 excess = _excess(count, size);
            if (excess > 0 && excess > _excess(_ofSegment(before, segment), before.length)) {
                revert ValidatorSetSegmentCap(segment, count, size, excess);
            }
        }
        for (uint256 i = 0; i < size; i++) {
            bytes32 group = result[i].group;
            uint256 count = _ofGroup(result, group);
            uint256 excess = _excess(count, size);
            if (excess > 0 && excess > _excess(_ofGroup(before, group), before.length)) {
                revert ValidatorSetOperatorCap(group, count, size, excess);
            }
        }
    }

    function _requireForeignCap(uint256 countBefore, uint256 sizeBefore, uint256 count, uint256 size) internal pure {
        uint256 excess = _excess(count, size);
        if (excess > _excess(countBefore, sizeBefore)) revert ValidatorSetForeignCap(count, size, excess);
    }

    /// @dev Begins or ends the breach as `facts`, those of the set, demand.
    function _keepBreach(NodeFacts[] memory facts) internal {
        Standing memory now_ = _standingOf(facts);
        bool isBroken =
            now_.foreign >= now_.breaking || now_.inSegment >= now_.breaking || now_.inGroup >= now_.breaking;
        Breach memory breach_ = _breach;
        if (isBroken == (breach_.since != 0)) return;

        if (isBroken) {
            breach_.since = uint40(block.timestamp);
            breach_.until = breach_.since + _breachTerm;
            _breach = breach_;

            emit BreachBegun(breach_.since, breach_.until);
        } else {
            delete _breach;

            emit BreachEnded(breach_.since);
        }
    }

    function _standingOf(NodeFacts[] memory facts) internal view returns (Standing memory answer) {
        answer.size = facts.length;
        answer.breaking = (facts.length + 2) / 3;
        answer.foreign = _foreignIn(facts);
        for (uint256 i = 0; i < facts.length; i++) {
            uint256 inSegment = _ofSegment(facts, facts[i].segment);
            if (inSegment > answer.inSegment) (answer.segment, answer.inSegment) = (facts[i].segment, inSegment);
            uint256 inGroup = _ofGroup(facts, facts[i].group);
            if (inGroup > answer.inGroup) (answer.group, answer.inGroup) = (facts[i].group, inGroup);
        }
    }

    function _factsOf(address[] memory accounts) internal view returns (NodeFacts[] memory facts) {
        facts = new NodeFacts[](accounts.length);
        for (uint256 i = 0; i < accounts.length; i++) facts[i] = _nodes[_idOf[accounts[i]]].entry.facts;
    }

    function _foreignIn(NodeFacts[] memory facts) internal view returns (uint256 count) {
        for (uint256 i = 0; i < facts.length; i++) {
            if (!_isHome[facts[i].controlCountry] || !_isHome[facts[i].hostingCountry]) count++;
        }
    }

    function _ofSegment(NodeFacts[] memory facts, bytes32 segment) private pure returns (uint256 count) {
        for (uint256 i = 0; i < facts.length; i++) if (facts[i].segment == segment) count++;
    }

    function _ofGroup(NodeFacts[] memory facts, bytes32 group) private pure returns (uint256 count) {
        for (uint256 i = 0; i < facts.length; i++) if (facts[i].group == group) count++;
    }

    /// @dev By how many `count` of `size` is too many: 3 * x < n is x <= (n - 1) / 3.
    function _excess(uint256 count, uint256 size) private pure returns (uint256) {
        return count == 0 || 3 * count < size ? 0 : count - (size - 1) / 3;
    }
}
