// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyRegistry} from "../../../contracts/interfaces/IKeyRegistry.sol";
import {KeyStatus} from "../../../contracts/interfaces/RegistryTypes.sol";
import {KeyHandler} from "./KeyHandler.sol";

/// @dev What holds whatever anybody does:
/// 1. A key never changes its process but through void.
/// 2. Final statuses are final, but that a motion makes any entry void; void ends only by a new registration, which says so.
/// 3. Counts agree: a lot counts the keys that are registered in it and not void.
contract KeyInvariants {
    KeyHandler private _handler;

    function setUp() public {
        _handler = new KeyHandler();
    }

    /// @dev Only the handler is called at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// hardhat-config: invariant.runs = 32
    /// hardhat-config: invariant.depth = 60
    function invariant_NoForbiddenTransition() public view {
        string memory violation = _handler.violation();
        require(bytes(violation).length == 0, violation);
    }

    /// hardhat-config: invariant.runs = 32
    /// hardhat-config: invariant.depth = 60
    function invariant_CountsAgree() public view {
        _requireCountsAgree();
    }

    /// @dev The same over one long history, which shows besides that the handler gets somewhere.
    /// hardhat-config: fuzz.runs = 16
    function testFuzz_LongHistory(uint256 seed) public {
        for (uint256 i = 0; i < 500; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            if (dice % 3 == 0)
                _handler.create(uint8(dice >> 8), uint8(dice >> 16), uint8(dice >> 24), uint8(dice >> 32));
            else _handler.act(uint8(dice >> 8), uint8(dice >> 16), uint8(dice >> 24), uint8(dice >> 32));
        }
        require(bytes(_handler.violation()).length == 0, _handler.violation());
        _requireCountsAgree();
        require(_handler.succeeded(0) > 5 && _handler.succeeded(12) > 1, "the handler does next to nothing");
    }

    function _requireCountsAgree() private view {
        uint48 lots = _handler.KEYS().lotCount();
        for (uint48 lot = 1; lot <= lots; lot++) {
            uint256 count = 0;
            for (uint256 i = 0; i < _handler.KEY_COUNT(); i++) {
                bytes32 id = _handler.keyId(i);
                if (_handler.KEYS().keyWord(id) == 0) continue;
                IKeyRegistry.Key memory key = _handler.KEYS().key(id);
                if (key.lotId == lot && key.status != KeyStatus.VOID) count++;
            }
            require(_handler.KEYS().lot(lot).keyCount == count, "a lot's count is wrong");
        }
    }
}
