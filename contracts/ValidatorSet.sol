// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "./interfaces/IValidatorSet.sol";
import {ValidatorGovernance} from "./validators/ValidatorGovernance.sol";

/// @title ValidatorSet
/// @notice See IValidatorSet.
contract ValidatorSet is ValidatorGovernance {
    /// @notice The first set obeys the caps as every later one. Its nodes, and the first on standby, sign no entry: whoever runs the
    /// genesis file agrees to it.
    constructor(
        NodeEntry[] memory validators,
        NodeEntry[] memory standby,
        bytes2[] memory home,
        bytes32[] memory segments_,
        uint40 breachTerm_,
        address constitution_,
        address ordinary_,
        address board_
    ) {
        _replaceHomeCountries(home);
        _replaceSegments(segments_);
        _setBreachTerm(breachTerm_);
        _setGovernance(constitution_, ordinary_, board_);
        for (uint256 i = 0; i < validators.length; i++) {
            _validators.push(_requireEntry(validators[i]));
            _enter(_validators[i], validators[i], NodeState.ACTIVE);
        }
        for (uint256 i = 0; i < standby.length; i++) {
            _standby.push(_requireEntry(standby[i]));
            _enter(_standby[i], standby[i], NodeState.STANDBY);
        }
        _requireCaps(new NodeFacts[](0), _factsOf(_validators));

        emit ValidatorsChanged(_validators, new address[](0), _validators);
    }

    /// @inheritdoc IValidatorSet
    function getValidators() external view returns (address[] memory) {
        return _validators;
    }

    /// @inheritdoc IValidatorSet
    function entryDigest(NodeEntry calldata entry) external view returns (bytes32) {
        return _entryDigest(_accountOf(entry.publicKeyX, entry.publicKeyY), entry);
    }

    /// @inheritdoc IValidatorSet
    function rotationDigest(address account, bytes32 publicKeyX, bytes32 publicKeyY) external view returns (bytes32) {
        return _rotationDigest(account, _accountOf(publicKeyX, publicKeyY));
    }

    /// @inheritdoc IValidatorSet
    function nonceOf(address account) external view returns (uint256) {
        return _nonces[account];
    }

    /// @inheritdoc IValidatorSet
    function node(address account) external view returns (Node memory) {
        return _nodes[_find(account)];
    }

    /// @inheritdoc IValidatorSet
    function nodes() external view returns (Node[] memory all) {
        all = new Node[](_validators.length + _standby.length);
        for (uint256 i = 0; i < all.length; i++) {
            bool isActive = i < _validators.length;
            all[i] = _nodes[_idOf[isActive ? _validators[i] : _standby[i - _validators.length]]];
        }
    }

    /// @inheritdoc IValidatorSet
    function homeCountries() external view returns (bytes2[] memory) {
        return _homeCountries;
    }

    /// @inheritdoc IValidatorSet
    function isHome(bytes2 country) external view returns (bool) {
        return _isHome[country];
    }

    /// @inheritdoc IValidatorSet
    function segments() external view returns (bytes32[] memory) {
        return _segments;
    }

    /// @inheritdoc IValidatorSet
    function isSegment(bytes32 segment) external view returns (bool) {
        return _isSegment[segment];
    }

    /// @inheritdoc IValidatorSet
    function standing() external view returns (Standing memory) {
        return _standingOf(_factsOf(_validators));
    }

    /// @inheritdoc IValidatorSet
    function breach() external view returns (uint40 since, uint40 until) {
        return (_breach.since, _breach.until);
    }

    /// @inheritdoc IValidatorSet
    function breachTerm() external view returns (uint40) {
        return _breachTerm;
    }

    /// @inheritdoc IValidatorSet
    function constitution() external view returns (address) {
        return _governance.constitution;
    }

    /// @inheritdoc IValidatorSet
    function ordinary() external view returns (address) {
        return _governance.ordinary;
    }

    /// @inheritdoc IValidatorSet
    function board() external view returns (address) {
        return _governance.board;
    }
}
