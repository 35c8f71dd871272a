// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who holds which power
/// @notice OpenZeppelin's AccessManager, whose roles and members can be listed. Roles: 0 ADMIN (upgrades, roles), 1 BOARD (the
/// board's ordinary motion), 2 REGISTRAR, 3 PROGRAMME_MANAGER, 4 REGULATOR; no account holds two of the last three, the staff roles.
interface IAuthority {
    /// @notice `account` holds the staff role `held` already: no account holds two.
    error AuthorityStaffRoleHeld(address account, uint64 held, uint64 wanted);

    /// @notice Nobody but `account` is ADMIN: without it, no role could ever be given or taken, and no contract upgraded.
    error AuthorityLastAdmin(address account);

    /// @notice ADMIN would hold its power only after `delay` seconds, up to 136 years: nobody could take that back sooner.
    error AuthorityAdminDelayed(address account, uint32 delay);

    /// @notice Roles that have, or had, members or a label, in the order in which they came up.
    function roles() external view returns (uint64[] memory);

    /// @notice Accounts that hold `roleId`, those whose grant is still delayed included.
    function roleMembers(uint64 roleId) external view returns (address[] memory);

    /// @notice The label of `roleId`, empty where none was given.
    function roleLabel(uint64 roleId) external view returns (string memory);
}
