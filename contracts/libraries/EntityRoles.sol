// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Bits of an entity's `role` (table 9) that the contracts look at.
library EntityRoles {
    uint32 internal constant ASSESSOR = 1;
    /// @notice key_generator, manufacturer, component_manufacturer, service_provider.
    uint32 internal constant PROCESS_OWNERS = 0x1e;
    uint32 internal constant INSTALLER = 0x40;
}
