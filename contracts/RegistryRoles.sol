// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Role ids of the Authority. One selector has one role, so that there is one function per authority.
library RegistryRoles {
    /// @notice Upgrades, and who holds which role.
    uint64 internal constant ADMIN = 0;
    /// @notice The board's ordinary motion.
    uint64 internal constant BOARD = 1;
    uint64 internal constant REGISTRAR = 2;
    uint64 internal constant PROGRAMME_MANAGER = 3;
    uint64 internal constant REGULATOR = 4;
}
