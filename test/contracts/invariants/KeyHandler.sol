// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry} from "../../../contracts/interfaces/IKeyRegistry.sol";
import {KeyStatus} from "../../../contracts/interfaces/RegistryTypes.sol";
import {RegistryWorld} from "./RegistryWorld.sol";
import {vm} from "./Vm.sol";

/// @dev Lets everybody do anything to a few keys, and watches what becomes of each.
contract KeyHandler is RegistryWorld {
    uint256 public constant KEY_COUNT = 6;
    uint256 public constant ACT_COUNT = 13;

    mapping(uint256 index => IKeyRegistry.Key) private _before;
    /// @notice How often each act succeeded.
    mapping(uint256 act => uint256) public succeeded;
    /// @notice The first forbidden transition that was seen; empty: none.
    string public violation;

    function keyId(uint256 index) public pure returns (bytes32) {
        return bytes32(index + 1);
    }

    /// @notice Registers `mask`'s keys, under either process, in a new lot or one that there is.
    function create(uint8 who, uint8 process, uint8 lot, uint8 mask) external {
        vm.warp(block.timestamp + 1);
        uint48 lotId = uint48(lot % (KEYS.lotCount() + 1));
        _call(0, _entity(who), abi.encodeCall(KEYS.createKeys, (1 + (process % 2), lotId, _keys(mask))));
    }

    /// @notice One of the acts on keys or lots, by whoever might be entitled to it.
    function act(uint8 which, uint8 who, uint8 mask, uint8 lot) external {
        vm.warp(block.timestamp + 1);
        uint256 number = 1 + (which % (ACT_COUNT - 1));
        bytes32[] memory ids = _keys(mask);
        uint48 lotId = 1 + (lot % 4);
        if (number == 1) _call(1, _entity(who), abi.encodeCall(KEYS.suspendKeys, (ids, 1)));
        else if (number == 2) _call(2, _entity(who), abi.encodeCall(KEYS.reinstateKeys, (ids)));
        else if (number == 3) _call(3, _entity(who), abi.encodeCall(KEYS.revokeKeys, (ids, 1)));
        else if (number == 4) _call(4, _entity(who), abi.encodeCall(KEYS.retireKeys, (ids)));
        else if (number == 5) _call(5, _entity(who), abi.encodeCall(KEYS.reportKeys, (ids, 1)));
        else if (number == 6) _call(6, _entity(who), abi.encodeCall(KEYS.withdrawReport, (ids)));
        else if (number == 7) _call(7, MANAGER, abi.encodeCall(KEYS.suspendKeysAsProgrammeManager, (ids, 1)));
        else if (number == 8) _call(8, MANAGER, abi.encodeCall(KEYS.reinstateKeysAsProgrammeManager, (ids)));
        else if (number == 9) _call(9, REGULATOR, abi.encodeCall(KEYS.suspendKeysAsRegulator, (ids, 1)));
        else if (number == 10) _call(10, REGULATOR, abi.encodeCall(KEYS.reinstateKeysAsRegulator, (ids)));
        else if (number == 11) _call(11, REGULATOR, abi.encodeCall(KEYS.suspendLotAsRegulator, (lotId, 1)));
        else _call(12, address(this), abi.encodeCall(KEYS.voidKeys, (ids, 1)));
    }

    function _call(uint256 number, address sender, bytes memory data) private {
        vm.prank(sender);
        (bool success, ) = address(KEYS).call(data);
        if (!success) return;

        succeeded[number]++;
        for (uint256 i = 0; i < KEY_COUNT; i++) _watch(i);
    }

    function _watch(uint256 index) private {
        if (KEYS.keyWord(keyId(index)) == 0) return;
        IKeyRegistry.Key memory was = _before[index];
        IKeyRegistry.Key memory is_ = KEYS.key(keyId(index));
        bool isVoid = is_.status == KeyStatus.VOID;

        if (was.status > KeyStatus.SUSPENDED && was.status < KeyStatus.VOID && is_.status != was.status && !isVoid) {
            violation = "a final status was left but for void";
        }
        if (was.status != KeyStatus.NONE && was.status != KeyStatus.VOID && is_.processId != was.processId) {
            violation = "a key changed its process but through void";
        }
        if (was.status == KeyStatus.VOID && !isVoid && (is_.status != KeyStatus.ACTIVE || !is_.wasVoid)) {
            violation = "a void entry came back other than by registration";
        }
        if (was.wasVoid && !is_.wasVoid) violation = "that an entry was void was forgotten";
        _before[index] = is_;
    }

    function _entity(uint8 who) private pure returns (address) {
        return
            who % 3 == 0
                ? MAKER
                : who % 3 == 1
                    ? OEM
                    : SQUATTER;
    }

    /// @dev One or two keys.
    function _keys(uint8 mask) private pure returns (bytes32[] memory ids) {
        ids = new bytes32[](1 + (mask % 2));
        for (uint256 i = 0; i < ids.length; i++) ids[i] = keyId((mask / 2 + i) % KEY_COUNT);
    }
}
