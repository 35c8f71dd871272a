// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IRestricted} from "./interfaces/IRestricted.sol";
import {Restriction} from "./libraries/Restriction.sol";

/// @title What the record contracts have in common: a UUPS proxy in front, and an Authority that says who may call what.
/// @dev OpenZeppelin's parts keep their state in namespaces (ERC-7201), so that a record contract's own state begins at slot 0. It
/// stands in one file, `...Storage.sol`, is only ever added to, and an upgrade is checked with upgrades-core.
abstract contract RecordContract is UUPSUpgradeable, AccessManagedUpgradeable, IRestricted {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Called once, by the proxy's constructor.
    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
    }

    /// @dev Names the role that is missing, instead of only the account.
    function _checkCanCall(address caller, bytes calldata data) internal override {
        Restriction.requireRole(authority(), caller, data);

        super._checkCanCall(caller, data);
    }

    function _authorizeUpgrade(address) internal override restricted {}
}
