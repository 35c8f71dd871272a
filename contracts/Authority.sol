// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IAuthority} from "./interfaces/IAuthority.sol";
import {RegistryRoles} from "./RegistryRoles.sol";

/// @title Authority
/// @notice See IAuthority.
contract Authority is AccessManager, IAuthority {
    using EnumerableSet for EnumerableSet.AddressSet;
    using EnumerableSet for EnumerableSet.UintSet;

    EnumerableSet.UintSet private _roles;
    mapping(uint64 roleId => EnumerableSet.AddressSet) private _members;
    mapping(uint64 roleId => string) private _labels;

    constructor(address initialAdmin) AccessManager(initialAdmin) {}

    /// @inheritdoc AccessManager
    function labelRole(uint64 roleId, string calldata label) public override {
        super.labelRole(roleId, label);

        _roles.add(roleId);
        _labels[roleId] = label;
    }

    /// @inheritdoc IAuthority
    function roles() external view returns (uint64[] memory list) {
        uint256[] memory values = _roles.values();

        list = new uint64[](values.length);
        for (uint256 i = 0; i < values.length; i++) list[i] = uint64(values[i]);
    }

    /// @inheritdoc IAuthority
    function roleMembers(uint64 roleId) external view returns (address[] memory) {
        return _members[roleId].values();
    }

    /// @inheritdoc IAuthority
    function roleLabel(uint64 roleId) external view returns (string memory) {
        return _labels[roleId];
    }

    /// @dev Every grant comes through here, the constructor's too.
    function _grantRole(
        uint64 roleId,
        address account,
        uint32 grantDelay,
        uint32 executionDelay
    ) internal override returns (bool) {
        _requireOneStaffRole(roleId, account);
        if (roleId == RegistryRoles.ADMIN && executionDelay != 0) revert AuthorityAdminDelayed(account, executionDelay);

        _roles.add(roleId);
        _members[roleId].add(account);

        return super._grantRole(roleId, account, grantDelay, executionDelay);
    }

    /// @dev Every revocation and renunciation comes through here.
    function _revokeRole(uint64 roleId, address account) internal override returns (bool) {
        EnumerableSet.AddressSet storage admins = _members[RegistryRoles.ADMIN];
        if (roleId == RegistryRoles.ADMIN && admins.length() == 1 && admins.contains(account)) {
            revert AuthorityLastAdmin(account);
        }

        _members[roleId].remove(account);

        return super._revokeRole(roleId, account);
    }

    function _requireOneStaffRole(uint64 roleId, address account) private view {
        if (!_isStaff(roleId)) return;
        for (uint64 held = RegistryRoles.REGISTRAR; held <= RegistryRoles.REGULATOR; held++) {
            if (held != roleId && _members[held].contains(account)) {
                revert AuthorityStaffRoleHeld(account, held, roleId);
            }
        }
    }

    function _isStaff(uint64 roleId) private pure returns (bool) {
        return roleId >= RegistryRoles.REGISTRAR && roleId <= RegistryRoles.REGULATOR;
    }
}
