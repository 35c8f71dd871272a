// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "../../../contracts/interfaces/IValidatorSet.sol";
import {ValidatorWorld} from "./ValidatorWorld.sol";
import {vm} from "./Vm.sol";

/// @dev Lets governance, operators and a stranger do whatever they like, several times a block, and watches what becomes of the set.
contract ValidatorHandler is ValidatorWorld {
    uint256 public constant ACT_COUNT = 10;

    /// @notice How often each act succeeded.
    mapping(uint256 act => uint256) public succeeded;
    uint256 public refused;
    /// @notice The first forbidden step that was seen; empty: none.
    string public violation;

    address[] private _atBlockStart;
    uint256 private _blockSeen;
    IValidatorSet.Node[] private _before;
    uint256 private _foreignBefore;

    constructor() {
        _remember();
    }

    /// @notice One act of whoever may do it, or of the stranger.
    function act(uint8 which, uint256 seed) external {
        vm.warp(block.timestamp + (seed % 16 == 0 ? 1 days : 1));
        if (seed % 3 == 0) vm.roll(block.number + 1);
        uint256 number = which % ACT_COUNT;
        (address sender, bytes memory data) = _call(number, seed >> 16);
        if (which % 13 == 0) sender = STRANGER;

        _beginBlock();
        vm.prank(sender);
        (bool success, ) = address(validators).call(data);
        if (!success) {
            refused++;
            return;
        }
        succeeded[number]++;
        if (sender == STRANGER) violation = "a stranger did something";
        _watch(number);
        _remember();
    }

    function _call(uint256 number, uint256 seed) private view returns (address, bytes memory) {
        if (number == 0) return _vet(seed);
        if (number == 1) return (CONSTITUTION, abi.encodeCall(validators.dismiss, (_anybody(seed))));
        if (number == 2) return _change(CONSTITUTION, validators.change.selector, seed, seed % 4, (seed >> 8) % 4);
        if (number == 3) return _change(CONSTITUTION, validators.change.selector, seed, 0, 1 + (seed % 3));
        if (number == 4) return _change(ORDINARY, validators.swap.selector, seed, 1 + (seed % 3), 1 + (seed % 3));
        if (number == 5)
            return (ORDINARY, abi.encodeCall(validators.recordFacts, (_anybody(seed), _someFacts(seed >> 8))));
        if (number == 6) return (BOARD, abi.encodeCall(validators.setHomeCountries, (_countries(1 + (seed % 4)))));
        if (number == 7) return _rotate(seed);
        if (number == 8) {
            return (
                OPERATOR,
                abi.encodeCall(validators.setEndpoint, (_anybody(seed), hex"0a000002", uint16(seed >> 8)))
            );
        }
        return (ORDINARY, abi.encodeCall(validators.setOperatorAccount, (_anybody(seed), OPERATOR)));
    }

    function _vet(uint256 seed) private view returns (address, bytes memory) {
        uint256 key = seed % KEY_COUNT;
        IValidatorSet.NodeEntry memory entry = _entry(key, _someFacts(seed >> 8));
        return (CONSTITUTION, abi.encodeCall(validators.vet, (entry, _sign(key, validators.entryDigest(entry)))));
    }

    function _rotate(uint256 seed) private view returns (address, bytes memory) {
        uint256 key = (seed >> 8) % KEY_COUNT;
        (bytes32 x, bytes32 y) = (bytes32(_xs[key]), bytes32(_ys[key]));
        address account = _anybody(seed);
        bytes memory signature = _sign(key, validators.rotationDigest(account, x, y));
        return (OPERATOR, abi.encodeCall(validators.rotate, (account, x, y, signature)));
    }

    /// @dev Validators to leave and standby nodes to join, as many as there are; now and then one twice.
    function _change(
        address sender,
        bytes4 selector,
        uint256 seed,
        uint256 out,
        uint256 into
    ) private view returns (address, bytes memory) {
        address[] memory set = validators.getValidators();
        IValidatorSet.Node[] memory all = validators.nodes();
        uint256 standby = all.length - set.length;
        address[] memory leaving = new address[](out);
        for (uint256 i = 0; i < out; i++) leaving[i] = set[((seed >> 16) + i * (seed % 11)) % set.length];
        address[] memory joining = new address[](standby == 0 ? 0 : into);
        for (uint256 i = 0; i < joining.length; i++) {
            joining[i] = all[set.length + (((seed >> 32) + i * (1 + (seed % 7))) % standby)].account;
        }
        return (sender, abi.encodeWithSelector(selector, leaving, joining));
    }

    function _someFacts(uint256 seed) private pure returns (IValidatorSet.NodeFacts memory) {
        uint256 control = seed % 5 == 0 ? seed >> 8 : 0;
        uint256 hosting = (seed >> 16) % 5 == 0 ? seed >> 24 : 0;
        return _facts((seed >> 32) % 20, control, hosting, seed >> 40);
    }

    /// @dev A key's account, of a node or not, present or former.
    function _anybody(uint256 seed) private view returns (address) {
        return _accountOf((seed >> 4) % KEY_COUNT);
    }

    function _beginBlock() private {
        if (_blockSeen == block.number) return;
        _blockSeen = block.number;
        _atBlockStart = validators.getValidators();
    }

    function _remember() private {
        delete _before;
        IValidatorSet.Node[] memory all = validators.nodes();
        for (uint256 i = 0; i < validators.getValidators().length; i++) _before.push(all[i]);
        _foreignBefore = validators.standing().foreign;
    }

    /// @dev Against what the set was before this call, and before this block.
    function _watch(uint256 number) private {
        address[] memory set = validators.getValidators();
        uint256 newcomers = 0;
        for (uint256 i = 0; i < set.length; i++) if (!_wasThere(set[i])) newcomers++;
        uint256 least = set.length < _atBlockStart.length ? set.length : _atBlockStart.length;
        if (3 * newcomers > least - 1) violation = "a block brought more newcomers than the others can carry";
        // recordFacts says what became true, whatever that breaks
        if (number == 5) return;

        uint256 foreign = validators.standing().foreign;
        if (_excess(foreign, set.length) > _excess(_foreignBefore, _before.length))
            violation = "more foreign nodes too many";
        for (uint256 i = 0; i < set.length; i++) {
            IValidatorSet.NodeFacts memory facts = validators.node(set[i]).entry.facts;
            (uint256 segment, uint256 group) = _now(set, facts);
            (uint256 segmentBefore, uint256 groupBefore) = _then(facts);
            if (_excess(segment, set.length) > _excess(segmentBefore, _before.length))
                violation = "a segment grew beyond its cap";
            if (_excess(group, set.length) > _excess(groupBefore, _before.length))
                violation = "a group grew beyond its cap";
        }
    }

    function _wasThere(address account) private view returns (bool) {
        for (uint256 i = 0; i < _atBlockStart.length; i++) if (_atBlockStart[i] == account) return true;
        return false;
    }

    function _now(
        address[] memory set,
        IValidatorSet.NodeFacts memory facts
    ) private view returns (uint256 segment, uint256 group) {
        for (uint256 i = 0; i < set.length; i++) {
            IValidatorSet.NodeFacts memory each = validators.node(set[i]).entry.facts;
            if (each.segment == facts.segment) segment++;
            if (each.group == facts.group) group++;
        }
    }

    function _then(IValidatorSet.NodeFacts memory facts) private view returns (uint256 segment, uint256 group) {
        for (uint256 i = 0; i < _before.length; i++) {
            if (_before[i].entry.facts.segment == facts.segment) segment++;
            if (_before[i].entry.facts.group == facts.group) group++;
        }
    }

    /// @dev How many would have to go until 3 * count < size.
    function _excess(uint256 count, uint256 size) private pure returns (uint256 excess) {
        while (3 * (count - excess) >= size) excess++;
    }
}
