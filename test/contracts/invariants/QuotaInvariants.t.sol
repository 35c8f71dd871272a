// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEntityRegistry} from "../../../contracts/interfaces/IEntityRegistry.sol";
import {QuotaHandler} from "./QuotaHandler.sol";
import {vm} from "./Vm.sol";

/// @dev What holds whatever anybody writes, and whenever:
/// 1. What is used of a day is what was written on it, and never above the quota.
/// 2. A write is refused when it would pass the quota, and then only (the handler requires it of each).
/// 3. At the next UTC midnight everything is free again.
contract QuotaInvariants {
    QuotaHandler private _handler;

    function setUp() public {
        _handler = new QuotaHandler();
    }

    /// @dev Only the handler is called at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// hardhat-config: invariant.runs = 16
    /// hardhat-config: invariant.depth = 40
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_UsedIsWhatWasWrittenToday() public view {
        _requireAgreement();
    }

    /// @dev The same over one long history, which shows besides that the handler gets somewhere.
    /// hardhat-config: fuzz.runs = 8
    function testFuzz_LongHistory(uint256 seed) public {
        for (uint256 i = 0; i < 150; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            if (dice % 8 < 4) _handler.createKeys(uint8(dice >> 8), uint8(dice >> 16));
            else if (dice % 8 < 6) _handler.createProcess(uint8(dice >> 8));
            else if (dice % 8 == 6) _handler.pass(uint24(dice >> 8) % 50_000);
            else _handler.spendAsStranger(uint8(dice >> 8), uint8(dice >> 16), uint16(dice >> 24));
            _requireAgreement();
        }
        require(_handler.accepted() > 20 && _handler.refused() > 5, "the handler does next to nothing");

        uint40 freeAt = _quota(_handler.entity(0), true).freeAt;
        vm.warp(freeAt);
        for (uint256 i = 0; i < 2; i++) {
            require(_quota(_handler.entity(i), true).keysUsed == 0, "not free at midnight");
            require(_quota(_handler.entity(i), false).recordsUsed == 0, "not free at midnight");
        }
    }

    function _requireAgreement() private view {
        uint256 today = block.timestamp / 1 days;
        for (uint256 i = 0; i < 2; i++) {
            address entity = _handler.entity(i);
            IEntityRegistry.Quota memory ofKeys = _quota(entity, true);
            IEntityRegistry.Quota memory ofRecords = _quota(entity, false);
            require(ofKeys.keysUsed == _handler.keysOn(entity, today), "other keys than were registered");
            require(ofRecords.recordsUsed == _handler.recordsOn(entity, today), "other records than were made");
            require(ofKeys.keysUsed <= ofKeys.keysPerDay, "more keys than the quota");
            require(ofRecords.recordsUsed <= ofRecords.recordsPerDay, "more records than the quota");
            require(ofKeys.freeAt % 1 days == 0 && ofKeys.freeAt > block.timestamp, "no midnight to come");
        }
    }

    function _quota(address entity, bool ofKeys) private view returns (IEntityRegistry.Quota memory) {
        address recorder = ofKeys ? address(_handler.KEYS()) : _handler.processes();
        return _handler.registry().quota(recorder, entity);
    }
}
