// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEntityRegistry} from "../interfaces/IEntityRegistry.sol";
import {Iso3166} from "../libraries/Iso3166.sol";
import {Rlid} from "../libraries/Rlid.sol";

/// @dev What the fields of table 9 may be.
library EntityDetailsCheck {
    uint8 private constant _TYPES = 5;
    uint8 private constant _INDIVIDUAL = 2;
    uint256 private constant _MOST_NAME_BYTES = 100;
    uint256 private constant _MOST_CERTIFICATION_BYTES = 200;
    uint256 private constant _ROLES = 11;

    function requireValid(IEntityRegistry.EntityDetails calldata details) internal pure {
        if (details.entityType == 0 || details.entityType > _TYPES) {
            revert IEntityRegistry.EntityRegistryTypeUnknown(details.entityType);
        }
        bytes calldata name = bytes(details.name);
        if (name.length == 0 || name.length > _MOST_NAME_BYTES) {
            revert IEntityRegistry.EntityRegistryNameInvalid(details.name);
        }
        if (details.entityType == _INDIVIDUAL && !_isAccreditationNumber(name)) {
            revert IEntityRegistry.EntityRegistryNameInvalid(details.name);
        }
        if (!Rlid.isValid(details.rlid)) revert IEntityRegistry.EntityRegistryRlidInvalid(details.rlid);
        if (bytes(details.group).length != 0 && !Rlid.isValid(details.group)) {
            revert IEntityRegistry.EntityRegistryGroupInvalid(details.group);
        }
        if (!Iso3166.isAssigned(details.country)) {
            revert IEntityRegistry.EntityRegistryCountryUnknown(details.country);
        }
    }

    function requireRole(uint32 role) internal pure {
        if (role >> _ROLES != 0) revert IEntityRegistry.EntityRegistryRoleUnknown(role);
    }

    function requireRoleCertification(string calldata text) internal pure {
        if (bytes(text).length > _MOST_CERTIFICATION_BYTES) {
            revert IEntityRegistry.EntityRegistryRoleCertificationTooLong(
                bytes(text).length,
                _MOST_CERTIFICATION_BYTES
            );
        }
    }

    /// @dev Only [A-Z0-9./-], with at least one digit: no name of a person fits.
    function _isAccreditationNumber(bytes calldata name) private pure returns (bool hasDigit) {
        for (uint256 i = 0; i < name.length; i++) {
            bytes1 character = name[i];
            bool isDigit = character >= "0" && character <= "9";
            bool isOther = (character >= "A" && character <= "Z") || character == "-" || character == ".";
            if (!isDigit && !isOther && character != "/") return false;
            hasDigit = hasDigit || isDigit;
        }
    }
}
