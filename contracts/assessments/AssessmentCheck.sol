// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";
import {Iso3166} from "../libraries/Iso3166.sol";

/// @dev What the fields of tables 6 to 8 may be.
library AssessmentCheck {
    uint256 private constant _MOST_SCOPE_BYTES = 200;
    uint256 private constant _MOST_STRENGTH = 512;
    uint256 private constant _MOST_ENTROPY_BITS = 4096;
    uint256 private constant _KEY_GENERATION_ENTITIES = 8;
    uint256 private constant _ENTROPY_SOURCES = 8;
    uint256 private constant _KEY_STORAGES = 8;
    uint256 private constant _ACCESS_CONTROLS = 4;
    uint256 private constant _DEVICE_INTEGRITIES = 3;
    uint256 private constant _CERTIFICATIONS = 40;
    uint256 private constant _MOST_POSTAL_CODE_BYTES = 12;

    function requireValid(IAssessmentRegistry.AssessmentDetails calldata details) internal view {
        if (details.completionDate > block.timestamp) {
            revert IAssessmentRegistry.AssessmentRegistryCompletionInFuture(details.completionDate);
        }
        _requireWithin("completion_date", details.completionDate, type(uint40).max);
        if (details.referenceDigest == 0) revert IAssessmentRegistry.AssessmentRegistryValueInvalid("reference", 0);
        uint256 scopeBytes = bytes(details.scope).length;
        if (scopeBytes == 0 || scopeBytes > _MOST_SCOPE_BYTES) {
            revert IAssessmentRegistry.AssessmentRegistryTextInvalid("scope", details.scope);
        }
    }

    function requireValid(IAssessmentRegistry.KeyGenerationResult calldata result) internal pure {
        _requireWithin("cryptographic_strength", result.cryptographicStrength, _MOST_STRENGTH);
        _requireWithin("key_generation_entity", result.keyGenerationEntity, _KEY_GENERATION_ENTITIES);
        _requireWithin("entropy_bits", result.entropyBits, _MOST_ENTROPY_BITS);
        _requireWithin("entropy_source", result.entropySource, _ENTROPY_SOURCES);
        if (!_isLocation(bytes(result.location))) {
            revert IAssessmentRegistry.AssessmentRegistryTextInvalid("location", result.location);
        }
        _requireCertifications(result.certifications);
    }

    function requireValid(IAssessmentRegistry.KeyProtectionResult calldata result) internal pure {
        _requireWithin("key_storage", result.keyStorage, _KEY_STORAGES);
        _requireWithin("access_control", result.accessControl, _ACCESS_CONTROLS);
        _requireWithin("device_integrity", result.deviceIntegrity, _DEVICE_INTEGRITIES);
        _requireCertifications(result.certifications);
    }

    function _requireWithin(string memory field, uint256 value, uint256 most) private pure {
        if (value == 0 || value > most) revert IAssessmentRegistry.AssessmentRegistryValueInvalid(field, value);
    }

    function _requireCertifications(uint64 bits) private pure {
        if (bits >> _CERTIFICATIONS != 0) {
            revert IAssessmentRegistry.AssessmentRegistryValueInvalid("certifications", bits);
        }
    }

    /// @dev Country, or country, blank, postal code.
    function _isLocation(bytes calldata text) private pure returns (bool) {
        if (text.length < 2 || !Iso3166.isAssigned(bytes2(text[0:2]))) return false;
        if (text.length == 2) return true;
        if (text[2] != " " || text.length < 4 || text.length > 3 + _MOST_POSTAL_CODE_BYTES) return false;

        for (uint256 i = 3; i < text.length; i++) {
            bytes1 character = text[i];
            bool isDigit = character >= "0" && character <= "9";
            bool isLetter = character >= "A" && character <= "Z";
            bool isWithin = i != 3 && i != text.length - 1 && (character == " " || character == "-");
            if (!isDigit && !isLetter && !isWithin) return false;
        }
        return true;
    }
}
