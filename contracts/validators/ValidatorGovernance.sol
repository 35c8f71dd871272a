// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "../interfaces/IValidatorSet.sol";
import {Iso3166} from "../libraries/Iso3166.sol";
import {NodeOperation} from "./NodeOperation.sol";

/// @dev What is recorded of nodes, and the rules they are held against.
abstract contract ValidatorGovernance is NodeOperation {
    uint40 private constant _SHORTEST_TERM = 1 days;
    uint40 private constant _LONGEST_TERM = 365 days;

    /// @inheritdoc IValidatorSet
    function recordFacts(address account, NodeFacts calldata facts) external {
        _requireSender(_governance.ordinary);
        Node storage recorded = _nodes[_find(account)];
        if (_relieves(recorded.entry.facts, facts)) revert ValidatorSetFactsRelieve(recorded.account);

        _record(recorded, facts);
    }

    /// @inheritdoc IValidatorSet
    function correctFacts(address account, NodeFacts calldata facts) external {
        _requireSender(_governance.constitution);

        _record(_nodes[_find(account)], facts);
    }

    /// @inheritdoc IValidatorSet
    function setOperatorAccount(address account, address operatorAccount) external {
        _requireSender(_governance.constitution);
        Node storage given = _nodes[_find(account)];
        if (operatorAccount == address(0)) revert ValidatorSetAccountZero();
        if (given.entry.operatorAccount == operatorAccount) return;

        given.entry.operatorAccount = operatorAccount;

        emit NodeOperatorAccountSet(given.account, operatorAccount);
    }

    /// @inheritdoc IValidatorSet
    function setHomeCountries(bytes2[] calldata countries) external {
        _requireSender(_governance.board);
        NodeFacts[] memory facts = _factsOf(_validators);
        uint256 foreignBefore = _foreignIn(facts);

        _replaceHomeCountries(countries);
        _requireForeignCap(foreignBefore, facts.length, _foreignIn(facts), facts.length);
        _keepBreach(facts);
    }

    /// @inheritdoc IValidatorSet
    function setSegments(bytes32[] calldata list) external {
        _requireSender(_governance.constitution);

        _replaceSegments(list);
        _requireSegmentsOf(_validators);
        _requireSegmentsOf(_standby);
    }

    /// @inheritdoc IValidatorSet
    function setBreachTerm(uint40 term) external {
        _requireSender(_governance.constitution);

        _setBreachTerm(term);
    }

    /// @inheritdoc IValidatorSet
    function setGovernance(address constitution_, address ordinary_, address board_) external {
        _requireSender(_governance.constitution);

        _setGovernance(constitution_, ordinary_, board_);
        if (constitution_.code.length == 0) revert ValidatorSetGovernanceUnknown(constitution_);
        if (ordinary_.code.length == 0) revert ValidatorSetGovernanceUnknown(ordinary_);
        if (board_.code.length == 0) revert ValidatorSetGovernanceUnknown(board_);
    }

    function _replaceHomeCountries(bytes2[] memory countries) internal {
        if (countries.length == 0) revert ValidatorSetHomeCountriesEmpty();
        if (keccak256(abi.encode(_homeCountries)) == keccak256(abi.encode(countries))) return;

        for (uint256 i = 0; i < _homeCountries.length; i++) delete _isHome[_homeCountries[i]];
        for (uint256 i = 0; i < countries.length; i++) {
            if (!Iso3166.isAssigned(countries[i])) revert ValidatorSetCountryUnknown(countries[i]);
            if (_isHome[countries[i]]) revert ValidatorSetCountryRepeated(countries[i]);
            _isHome[countries[i]] = true;
        }
        _homeCountries = countries;

        emit HomeCountriesSet(countries);
    }

    function _replaceSegments(bytes32[] memory list) internal {
        if (keccak256(abi.encode(_segments)) == keccak256(abi.encode(list))) return;

        for (uint256 i = 0; i < _segments.length; i++) delete _isSegment[_segments[i]];
        for (uint256 i = 0; i < list.length; i++) {
            if (!_isLabel(list[i])) revert ValidatorSetSegmentInvalid(list[i]);
            if (_isSegment[list[i]]) revert ValidatorSetSegmentRepeated(list[i]);
            _isSegment[list[i]] = true;
        }
        _segments = list;

        emit SegmentsSet(list);
    }

    function _setBreachTerm(uint40 term) internal {
        if (term < _SHORTEST_TERM || term > _LONGEST_TERM) {
            revert ValidatorSetTermInvalid(term, _SHORTEST_TERM, _LONGEST_TERM);
        }
        if (term == _breachTerm) return;

        _breachTerm = term;

        emit BreachTermSet(term);
    }

    function _setGovernance(address constitution_, address ordinary_, address board_) internal {
        if (constitution_ == address(0) || ordinary_ == address(0) || board_ == address(0)) {
            revert ValidatorSetAccountZero();
        }
        Governance memory was = _governance;
        if (was.constitution == constitution_ && was.ordinary == ordinary_ && was.board == board_) return;

        _governance = Governance(constitution_, ordinary_, board_);

        emit GovernanceSet(constitution_, ordinary_, board_);
    }

    function _record(Node storage recorded, NodeFacts calldata facts) private {
        _requireFacts(facts);
        if (keccak256(abi.encode(recorded.entry.facts)) == keccak256(abi.encode(facts))) return;

        recorded.entry.facts = facts;

        emit NodeFactsRecorded(recorded.account, facts);
        _keepBreach(_factsOf(_validators));
    }

    /// @dev Whether the node would count no longer as foreign, of its segment, or of its group.
    function _relieves(NodeFacts memory before, NodeFacts calldata facts) private view returns (bool) {
        bool wasHome = _isHome[before.controlCountry] && _isHome[before.hostingCountry];
        bool willBeHome = _isHome[facts.controlCountry] && _isHome[facts.hostingCountry];
        return before.segment != facts.segment || before.group != facts.group || (willBeHome && !wasHome);
    }

    function _requireSegmentsOf(address[] storage list) private view {
        for (uint256 i = 0; i < list.length; i++) {
            bytes32 segment = _nodes[_idOf[list[i]]].entry.facts.segment;
            if (!_isSegment[segment]) revert ValidatorSetSegmentInUse(segment, list[i]);
        }
    }

    /// @dev A letter of a-z; more of a-z, 0-9 and "_"; zeros.
    function _isLabel(bytes32 text) private pure returns (bool) {
        uint256 length = 0;
        while (length < 32 && text[length] != 0) {
            bytes1 sign = text[length++];
            bool isLetter = sign >= "a" && sign <= "z";
            bool isOther = length > 1 && ((sign >= "0" && sign <= "9") || sign == "_");
            if (!isLetter && !isOther) return false;
        }
        return length > 0 && (length == 32 || uint256(text) << (8 * length) == 0);
    }
}
