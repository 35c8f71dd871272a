// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "../interfaces/IValidatorSet.sol";
import {NodeEntries} from "./NodeEntries.sol";

/// @dev Nodes come and go by motion.
abstract contract ValidatorChanges is NodeEntries {
    /// @dev A change that is possible, caps apart. Accounts are the present ones.
    struct Change {
        address[] leaving;
        address[] joining;
        address[] result;
    }

    /// @inheritdoc IValidatorSet
    function vet(NodeEntry calldata entry, bytes calldata signature) external {
        _requireSender(_governance.constitution);
        NodeEntry memory vetted = entry;
        address account = _requireEntry(vetted);
        _requireSigned(account, _entryDigest(account, vetted), signature);

        _standby.push(account);
        _enter(account, vetted, NodeState.STANDBY);
    }

    /// @inheritdoc IValidatorSet
    function dismiss(address account) external {
        _requireSender(_governance.constitution);
        uint256 id = _find(account);
        address current = _nodes[id].account;
        if (_nodes[id].state != NodeState.STANDBY) revert ValidatorSetNodeState(current, _nodes[id].state);

        _removeStandby(current);
        delete _nodes[id];

        emit NodeDismissed(current);
    }

    /// @inheritdoc IValidatorSet
    function change(address[] calldata leaving, address[] calldata joining) external {
        _requireSender(_governance.constitution);

        _change(leaving, joining);
    }

    /// @inheritdoc IValidatorSet
    function swap(address[] calldata leaving, address[] calldata joining) external {
        _requireSender(_governance.ordinary);
        if (leaving.length != joining.length) revert ValidatorSetSwapUneven(leaving.length, joining.length);

        _change(leaving, joining);
    }

    /// @inheritdoc IValidatorSet
    function standingAfter(
        address[] calldata leaving,
        address[] calldata joining
    ) external view returns (Standing memory) {
        return _standingOf(_factsOf(_plan(leaving, joining).result));
    }

    /// @dev Counts newcomers of the block, which the set of `size` nodes, once of `sizeBefore`, has to carry.
    function _countNewcomers(uint256 count, uint256 sizeBefore, uint256 size) internal {
        Arrivals memory arrivals = _arrivals;
        if (arrivals.blockNumber != block.number) {
            arrivals = Arrivals({blockNumber: uint64(block.number), sizeBefore: uint64(sizeBefore), newcomers: 0});
        }
        arrivals.newcomers += uint64(count);
        uint256 most = ((size < arrivals.sizeBefore ? size : arrivals.sizeBefore) - 1) / 3;
        if (arrivals.newcomers > most) revert ValidatorSetTooManyNewcomers(arrivals.newcomers, most);

        _arrivals = arrivals;
    }

    function _change(address[] calldata leaving, address[] calldata joining) private {
        if (leaving.length == 0 && joining.length == 0) revert ValidatorSetNothingToChange();
        Change memory plan = _plan(leaving, joining);
        NodeFacts[] memory facts = _factsOf(plan.result);
        _requireCaps(_factsOf(_validators), facts);
        _countNewcomers(joining.length, _validators.length, plan.result.length);

        for (uint256 i = 0; i < plan.leaving.length; i++) delete _nodes[_idOf[plan.leaving[i]]];
        for (uint256 i = 0; i < plan.joining.length; i++) {
            Node storage joined = _nodes[_idOf[plan.joining[i]]];
            joined.state = NodeState.ACTIVE;
            joined.since = uint40(block.timestamp);
            _removeStandby(plan.joining[i]);
        }
        _validators = plan.result;

        emit ValidatorsChanged(plan.result, plan.leaving, plan.joining);
        _keepBreach(facts);
    }

    function _plan(address[] calldata leaving, address[] calldata joining) private view returns (Change memory plan) {
        plan.leaving = _resolve(leaving, NodeState.ACTIVE);
        plan.joining = _resolve(joining, NodeState.STANDBY);

        plan.result = new address[](_validators.length - leaving.length + joining.length);
        uint256 size = 0;
        for (uint256 i = 0; i < _validators.length; i++) {
            address account = _validators[i];
            if (!_isIn(plan.leaving, account, plan.leaving.length)) plan.result[size++] = account;
        }
        for (uint256 i = 0; i < joining.length; i++) plan.result[size++] = plan.joining[i];
    }

    /// @dev The present accounts of nodes that are named by any they had, each once and in `state`.
    function _resolve(address[] calldata named, NodeState state) private view returns (address[] memory accounts) {
        accounts = new address[](named.length);
        for (uint256 i = 0; i < named.length; i++) {
            Node storage found = _nodes[_find(named[i])];
            if (_isIn(accounts, found.account, i)) revert ValidatorSetNodeRepeated(found.account);
            if (found.state != state) revert ValidatorSetNodeState(found.account, found.state);
            accounts[i] = found.account;
        }
    }

    function _removeStandby(address account) private {
        _standby[_placeIn(_standby, account)] = _standby[_standby.length - 1];
        _standby.pop();
    }

    /// @dev Whether `account` is among the first `length` of `list`.
    function _isIn(address[] memory list, address account, uint256 length) private pure returns (bool) {
        for (uint256 i = 0; i < length; i++) if (list[i] == account) return true;
        return false;
    }
}
