// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ValidatorSet} from "../../../contracts/ValidatorSet.sol";
import {IValidatorSet} from "../../../contracts/interfaces/IValidatorSet.sol";
import {ValidatorHandler} from "./ValidatorHandler.sol";

/// @dev What holds of the consensus nodes whatever governance, operators and a stranger do:
/// 1. The set has 7 to 30 validators, none of them zero, none twice.
/// 2. Every validator has a record that says it is active, every other node one that says standby; a node's account is that of its
///    key, no two nodes share one, and who left has no record.
/// 3. Foreign nodes, those of any one segment and of any one group are fewer than a third each; or else a breach stands recorded, with
///    a term. Where they are, none is recorded.
/// 4. Nothing but a record of what is true takes a cap further out of bounds.
/// 5. In one block fewer than a third of the set, as it was and as it is, are new.
/// 6. A stranger changes nothing.
contract ValidatorInvariants {
    /// @dev Of the smallest set, and of the largest.
    ValidatorHandler private _small;
    ValidatorHandler private _large;

    function setUp() public {
        _small = new ValidatorHandler(7);
        _large = new ValidatorHandler(30);
    }

    /// @dev Only the handlers are called at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](2);
        (targets[0], targets[1]) = (address(_small), address(_large));
    }

    /// hardhat-config: invariant.runs = 12
    /// hardhat-config: invariant.depth = 40
    function invariant_Set() public view {
        _requireAll(_small);
        _requireAll(_large);
    }

    /// @dev The same over one long history, which shows besides that the handler gets somewhere.
    /// hardhat-config: fuzz.runs = 4
    function testFuzz_LongHistory(uint256 seed) public {
        for (uint256 i = 0; i < 200; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            (i % 4 == 0 ? _large : _small).act(uint8(dice), dice >> 8);
        }
        _requireAll(_small);
        _requireAll(_large);
        _requireRecords(_small);
        _requireRecords(_large);
        require(_small.succeeded(2) + _small.succeeded(3) + _small.succeeded(4) > 0, "no change succeeds");
        require(_small.succeeded(0) > 0 && _small.succeeded(5) > 0, "no node is vetted, or nothing recorded");
        require(_small.succeeded(7) > 0 && _small.succeeded(8) > 0, "no operator does anything");
        require(_small.refused() > 0, "nothing is refused");
    }

    function _requireAll(ValidatorHandler handler) private view {
        require(bytes(handler.violation()).length == 0, handler.violation());
        ValidatorSet validators = handler.validators();
        address[] memory set = validators.getValidators();
        require(set.length >= 7 && set.length <= 30, "the set's size is out of bounds");

        IValidatorSet.Node[] memory all = validators.nodes();
        for (uint256 i = 0; i < all.length; i++) {
            bool isActive = i < set.length;
            require(all[i].account != address(0), "an account is zero");
            require(!isActive || all[i].account == set[i], "a validator's record is another's");
            IValidatorSet.NodeState state = isActive ? IValidatorSet.NodeState.ACTIVE : IValidatorSet.NodeState.STANDBY;
            require(all[i].state == state, "a record says another state");
            bytes32 hash = keccak256(abi.encode(all[i].entry.publicKeyX, all[i].entry.publicKeyY));
            require(address(uint160(uint256(hash))) == all[i].account, "an account is not that of the key");
            for (uint256 j = 0; j < i; j++) require(all[j].account != all[i].account, "two nodes have one key");
        }
        _requireCapsOrBreach(validators, all, set.length);
    }

    /// @dev Every node's account leads to it, and every account that leads to a node leads to one of these.
    function _requireRecords(ValidatorHandler handler) private view {
        ValidatorSet validators = handler.validators();
        IValidatorSet.Node[] memory all = validators.nodes();
        for (uint256 i = 0; i < all.length; i++) {
            require(validators.node(all[i].account).account == all[i].account, "an account leads to another node");
        }
        for (uint256 key = 0; key < handler.KEY_COUNT(); key++) {
            _requireListed(validators, all, handler.accountOf(key));
        }
    }

    /// @dev What `account` leads to, if it leads to a node at all.
    function _requireListed(ValidatorSet validators, IValidatorSet.Node[] memory all, address account) private view {
        try validators.node(account) returns (IValidatorSet.Node memory found) {
            bool isListed = false;
            for (uint256 i = 0; i < all.length; i++) isListed = isListed || all[i].account == found.account;
            require(isListed, "a node that left has its record still");
        } catch {}
    }

    function _requireCapsOrBreach(ValidatorSet validators, IValidatorSet.Node[] memory all, uint256 size) private view {
        bytes2[] memory home = validators.homeCountries();
        (uint256 foreign, uint256 most) = (0, 0);
        for (uint256 i = 0; i < size; i++) {
            IValidatorSet.NodeFacts memory facts = all[i].entry.facts;
            if (!_isIn(home, facts.controlCountry) || !_isIn(home, facts.hostingCountry)) foreign++;
            (uint256 segment, uint256 group) = (0, 0);
            for (uint256 j = 0; j < size; j++) {
                if (all[j].entry.facts.segment == facts.segment) segment++;
                if (all[j].entry.facts.group == facts.group) group++;
            }
            if (segment > most) most = segment;
            if (group > most) most = group;
        }
        if (foreign > most) most = foreign;
        (uint40 since, uint40 until) = validators.breach();
        require((3 * most >= size) == (since != 0), "a breach is not recorded, or is where there is none");
        require(until == (since == 0 ? 0 : since + 30 days), "a breach has no term");
    }

    function _isIn(bytes2[] memory list, bytes2 country) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; i++) if (list[i] == country) return true;
        return false;
    }
}
