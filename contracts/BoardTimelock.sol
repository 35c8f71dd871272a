// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import {IBoardTimelock} from "./interfaces/IBoardTimelock.sol";

/// @title BoardTimelock
/// @notice See IBoardTimelock.
contract BoardTimelock is TimelockController, IBoardTimelock {
    /// @param minDelay Seconds between queuing and execution.
    constructor(
        uint256 minDelay,
        address governor
    ) TimelockController(minDelay, _only(governor), _only(governor), address(0)) {}

    receive() external payable override {
        revert BoardTimelockHoldsNothing();
    }

    /// @inheritdoc TimelockController
    function updateDelay(uint256) public pure override {
        revert BoardTimelockFixed();
    }

    /// @inheritdoc ERC721Holder
    function onERC721Received(address, address, uint256, bytes memory) public pure override returns (bytes4) {
        revert BoardTimelockHoldsNothing();
    }

    /// @inheritdoc ERC1155Holder
    function onERC1155Received(address, address, uint256, uint256, bytes memory) public pure override returns (bytes4) {
        revert BoardTimelockHoldsNothing();
    }

    /// @inheritdoc ERC1155Holder
    function onERC1155BatchReceived(
        address,
        address,
        uint256[] memory,
        uint256[] memory,
        bytes memory
    ) public pure override returns (bytes4) {
        revert BoardTimelockHoldsNothing();
    }

    /// @dev TimelockController would make itself its admin. Nobody is one, so that no role is given after the constructor.
    function _grantRole(bytes32 role, address account) internal override returns (bool) {
        return role == DEFAULT_ADMIN_ROLE ? false : super._grantRole(role, account);
    }

    /// @dev The Governor could give up its own roles else, and every motion with them.
    function _revokeRole(bytes32, address) internal pure override returns (bool) {
        revert BoardTimelockFixed();
    }

    function _only(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }
}
