// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What all record contracts refuse alike.
interface IRestricted {
    /// @notice `account` does not hold the role that the authority demands for this function.
    error RegistryRoleMissing(address account, uint64 roleId);
}
