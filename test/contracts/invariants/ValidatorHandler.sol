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
    /// @dev As the set, and who was on standby, stood after the last act that succeeded. `nodes` is long: asked once an act.
    address[] private _set;
    IValidatorSet.NodeFacts[] private _factsBefore;
    bytes2[] private _home;
    address[] private _waiting;

    constructor(uint256 size) ValidatorWorld(size) {
        _remember(validators.nodes());
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
        IValidatorSet.Node[] memory all = validators.nodes();
        _watch(number, _factsOf(all));
        _remember(all);
        _countNewcomers();
    }

    function _call(uint256 number, uint256 seed) private view returns (address, bytes memory) {
        if (number == 0) return _vet(seed);
        if (number == 1) return (CONSTITUTION, abi.encodeCall(validators.dismiss, (_anybody(seed))));
        // now and then many leave
        uint256 out = (seed >> 64) % 3 == 0 ? (seed >> 72) % 24 : seed % 4;
        if (number == 2) return _change(CONSTITUTION, validators.change.selector, seed, out, (seed >> 8) % 4);
        if (number == 3) return _change(CONSTITUTION, validators.change.selector, seed, 0, 1 + (seed % 3));
        if (number == 4) return _change(ORDINARY, validators.swap.selector, seed, 1 + (seed % 3), 1 + (seed % 3));
        if (number == 5)
            return (CONSTITUTION, abi.encodeCall(validators.correctFacts, (_anybody(seed), _someFacts(seed >> 8))));
        if (number == 6) return (BOARD, abi.encodeCall(validators.setHomeCountries, (_countries(1 + (seed % 4)))));
        if (number == 7) return _rotate(seed);
        if (number == 8) {
            return (
                OPERATOR,
                abi.encodeCall(validators.setEndpoint, (_anybody(seed), hex"0a000002", uint16(seed >> 8)))
            );
        }
        return (CONSTITUTION, abi.encodeCall(validators.setOperatorAccount, (_anybody(seed), OPERATOR)));
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
        address[] memory leaving = new address[](out);
        for (uint256 i = 0; i < out; i++) leaving[i] = _set[((seed >> 16) + i * (seed % 4)) % _set.length];
        address[] memory joining = new address[](_waiting.length == 0 ? 0 : into);
        for (uint256 i = 0; i < joining.length; i++) {
            joining[i] = _waiting[((seed >> 32) + i * (1 + (seed % 7))) % _waiting.length];
        }
        return (sender, abi.encodeWithSelector(selector, leaving, joining));
    }

    function _someFacts(uint256 seed) private pure returns (IValidatorSet.NodeFacts memory) {
        uint256 control = seed % 5 == 0 ? seed >> 8 : 0;
        uint256 hosting = (seed >> 16) % 5 == 0 ? seed >> 24 : 0;
        return _facts((seed >> 32) % 20, control, hosting, seed >> 40);
    }

    /// @dev Mostly a node's account; now and then that of any key, of a node or not, present or former.
    function _anybody(uint256 seed) private view returns (address) {
        if (seed % 4 == 0) return accountOf((seed >> 4) % KEY_COUNT);
        if (seed % 4 == 1 && _waiting.length > 0) return _waiting[(seed >> 4) % _waiting.length];
        return _set[(seed >> 4) % _set.length];
    }

    function _beginBlock() private {
        if (_blockSeen == block.number) return;
        _blockSeen = block.number;
        _atBlockStart = _set;
    }

    function _remember(IValidatorSet.Node[] memory all) private {
        delete _factsBefore;
        delete _waiting;
        _set = validators.getValidators();
        _home = validators.homeCountries();
        for (uint256 i = 0; i < all.length; i++) {
            if (i < _set.length) _factsBefore.push(all[i].entry.facts);
            else _waiting.push(all[i].account);
        }
    }

    /// @dev Of the validators, which `nodes` has first.
    function _factsOf(IValidatorSet.Node[] memory all) private pure returns (IValidatorSet.NodeFacts[] memory facts) {
        uint256 size = 0;
        while (size < all.length && all[size].state == IValidatorSet.NodeState.ACTIVE) size++;
        facts = new IValidatorSet.NodeFacts[](size);
        for (uint256 i = 0; i < size; i++) facts[i] = all[i].entry.facts;
    }

    /// @dev Against what the set was before this block.
    function _countNewcomers() private {
        uint256 newcomers = 0;
        for (uint256 i = 0; i < _set.length; i++) if (!_wasThere(_set[i])) newcomers++;
        uint256 least = _set.length < _atBlockStart.length ? _set.length : _atBlockStart.length;
        if (3 * newcomers > least - 1) violation = "a block brought more newcomers than the others can carry";
    }

    function _wasThere(address account) private view returns (bool) {
        for (uint256 i = 0; i < _atBlockStart.length; i++) if (_atBlockStart[i] == account) return true;
        return false;
    }

    /// @dev Against what the set was before this act.
    function _watch(uint256 number, IValidatorSet.NodeFacts[] memory now_) private {
        // what became true is recorded, whatever that breaks
        if (number == 5) return;

        IValidatorSet.NodeFacts[] memory before = _factsBefore;
        uint256 foreignBefore = _foreignIn(before, _home);
        uint256 foreign = _foreignIn(now_, validators.homeCountries());
        bool isWorse = _excess(foreign, now_.length) > _excess(foreignBefore, before.length);
        if (isWorse) violation = "more foreign nodes too many";
        for (uint256 i = 0; i < now_.length; i++) {
            (uint256 segment, uint256 group) = _alike(now_, now_[i]);
            (uint256 segmentBefore, uint256 groupBefore) = _alike(before, now_[i]);
            isWorse = _excess(segment, now_.length) > _excess(segmentBefore, before.length);
            if (isWorse) violation = "a segment grew beyond its cap";
            isWorse = _excess(group, now_.length) > _excess(groupBefore, before.length);
            if (isWorse) violation = "a group grew beyond its cap";
        }
    }

    function _alike(
        IValidatorSet.NodeFacts[] memory all,
        IValidatorSet.NodeFacts memory facts
    ) private pure returns (uint256 segment, uint256 group) {
        for (uint256 i = 0; i < all.length; i++) {
            if (all[i].segment == facts.segment) segment++;
            if (all[i].group == facts.group) group++;
        }
    }

    function _foreignIn(
        IValidatorSet.NodeFacts[] memory all,
        bytes2[] memory home
    ) private pure returns (uint256 count) {
        for (uint256 i = 0; i < all.length; i++) {
            (bool control, bool hosting) = (false, false);
            for (uint256 j = 0; j < home.length; j++) {
                control = control || all[i].controlCountry == home[j];
                hosting = hosting || all[i].hostingCountry == home[j];
            }
            if (!control || !hosting) count++;
        }
    }

    /// @dev How many would have to go until 3 * count < size.
    function _excess(uint256 count, uint256 size) private pure returns (uint256 excess) {
        while (3 * (count - excess) >= size) excess++;
    }
}
