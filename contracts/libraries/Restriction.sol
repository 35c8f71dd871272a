// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AuthorityUtils} from "@openzeppelin/contracts/access/manager/AuthorityUtils.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IRestricted} from "../interfaces/IRestricted.sol";

/// @notice Names the role that is missing, where OpenZeppelin names only the account.
library Restriction {
    /// @notice Reverts where `caller` may call `data` on this contract neither at once nor after a delay.
    function requireRole(address authority, address caller, bytes calldata data) internal view {
        bytes4 selector = bytes4(data[0:4]);
        (bool immediate, uint32 delay) = AuthorityUtils.canCallWithDelay(authority, caller, address(this), selector);
        if (!immediate && delay == 0) {
            revert IRestricted.RegistryRoleMissing(
                caller,
                IAccessManager(authority).getTargetFunctionRole(address(this), selector)
            );
        }
    }
}
