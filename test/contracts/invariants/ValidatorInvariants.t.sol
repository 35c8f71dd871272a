// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ValidatorSet} from "../../../contracts/ValidatorSet.sol";
import {IValidatorSet} from "../../../contracts/interfaces/IValidatorSet.sol";
import {ValidatorHandler} from "./ValidatorHandler.sol";

/// @dev What holds of the consensus nodes whatever governance, operators and a stranger do:
/// 1. The set has 7 to 30 validators, none of them zero, none twice.
/// 2. Every validator has a record that says it is active, every other node one that says standby; a node's account is that of its
///    key, and no two nodes share one.
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
    /// hardhat-config: invariant.depth = 60
    function invariant_Set() public view {
        _requireAll(_small);
        _requireAll(_large);
    }

    /// @dev The same over one long history, which shows besides that the handler gets somewhere.
    /// hardhat-config: fuzz.runs = 6
    function testFuzz_LongHistory(uint256 seed) public {
        ValidatorHandler handler = seed % 2 == 0 ? _small : _large;
        for (uint256 i = 0; i < 250; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            handler.act(uint8(dice), dice >> 8);
            if (i % 25 == 0) _requireAll(handler);
        }
        _requireAll(handler);
        for (uint256 act = 0; act < handler.ACT_COUNT(); act++) {
            // of home countries and of dismissals there may be none in good order
            bool isRare = act == 1 || act == 6;
            require(isRare || handler.succeeded(act) > 0, "the handler does next to nothing");
        }
        require(handler.refused() > 0, "nothing is refused");
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
            require(validators.node(all[i].account).account == all[i].account, "an account leads to another node");
            bytes32 hash = keccak256(abi.encode(all[i].entry.publicKeyX, all[i].entry.publicKeyY));
            require(address(uint160(uint256(hash))) == all[i].account, "an account is not that of the key");
            for (uint256 j = 0; j < i; j++) require(all[j].account != all[i].account, "two nodes have one key");
        }
        _requireCapsOrBreach(validators, all, set.length);
    }

    function _requireCapsOrBreach(ValidatorSet validators, IValidatorSet.Node[] memory all, uint256 size) private view {
        uint256 foreign = 0;
        uint256 most = 0;
        for (uint256 i = 0; i < size; i++) {
            IValidatorSet.NodeFacts memory facts = all[i].entry.facts;
            if (!validators.isHome(facts.controlCountry) || !validators.isHome(facts.hostingCountry)) foreign++;
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
}
