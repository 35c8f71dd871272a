// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EntityRegistry} from "../../../contracts/EntityRegistry.sol";
import {IEntityRegistry} from "../../../contracts/interfaces/IEntityRegistry.sol";
import {RegistryWorld} from "./RegistryWorld.sol";
import {vm} from "./Vm.sol";

/// @dev Lets maker and OEM register keys and create processes under small quotas as days go by, and counts along.
contract QuotaHandler is RegistryWorld {
    uint32 public constant KEYS_PER_DAY = 20;
    uint32 public constant RECORDS_PER_DAY = 3;

    /// @notice What was written on a UTC day, told from what the records say.
    mapping(address entity => mapping(uint256 day => uint256)) public keysOn;
    mapping(address entity => mapping(uint256 day => uint256)) public recordsOn;
    uint256 public refused;
    uint256 public accepted;
    uint256 private _next = 1;

    constructor() {
        vm.warp((block.timestamp / 1 days + 1) * 1 days);
        ENTITIES.setDefaultQuota(KEYS_PER_DAY, RECORDS_PER_DAY);
    }

    function registry() external view returns (EntityRegistry) {
        return ENTITIES;
    }

    function processes() external view returns (address) {
        return address(PROCESSES);
    }

    function entity(uint256 number) public pure returns (address) {
        return number % 2 == 0 ? MAKER : OEM;
    }

    function pass(uint24 time) external {
        vm.warp(block.timestamp + time);
    }

    /// @notice Registers up to 15 new keys and as many that stand already.
    function createKeys(uint8 who, uint8 count) external {
        bytes32[] memory ids = new bytes32[](count % 16);
        uint256 fresh = 0;
        for (uint256 i = 0; i < ids.length; i++) {
            bool isNew = _next == 1 || (count >> (i % 8)) & 1 == 0;
            ids[i] = bytes32(isNew ? _next + fresh++ : _next - 1);
        }
        vm.prank(entity(who));
        (bool success, ) = address(KEYS).call(abi.encodeCall(KEYS.createKeys, (1, 0, ids)));
        bool fits = keysOn[entity(who)][block.timestamp / 1 days] + fresh <= KEYS_PER_DAY;
        require(success == fits, success ? "more keys than the quota" : "keys within the quota were refused");
        if (success) {
            keysOn[entity(who)][block.timestamp / 1 days] += fresh;
            _next += fresh;
        }
        _count(success);
    }

    function createProcess(uint8 who) external {
        address creator = entity(who);
        vm.prank(creator);
        (bool success, ) = address(PROCESSES).call(abi.encodeCall(PROCESSES.create, ()));
        bool fits = recordsOn[creator][block.timestamp / 1 days] < RECORDS_PER_DAY;
        require(success == fits, success ? "more records than the quota" : "a record within the quota was refused");
        if (success) recordsOn[creator][block.timestamp / 1 days]++;
        _count(success);
    }

    /// @notice A stranger counts for itself alone.
    function spendAsStranger(uint8 index, uint8 kind, uint16 count) external {
        vm.prank(address(0xBAD));
        (bool success, ) = address(ENTITIES).call(
            abi.encodeCall(ENTITIES.spend, (index, IEntityRegistry.QuotaKind(kind % 3), count))
        );
        _count(success);
    }

    function _count(bool success) private {
        if (success) accepted++;
        else refused++;
    }
}
