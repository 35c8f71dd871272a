// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Reasons of RFC 5280, 5.3.1, from 1, and behind them those that a key inherits from its lot, process and assessments.
library Reasons {
    uint8 internal constant SUPERSEDED = 5;
    uint8 internal constant CESSATION_OF_OPERATION = 6;
    uint8 internal constant LAST_OF_RFC_5280 = 9;

    uint8 internal constant LOT_SUSPENDED = 10;
    uint8 internal constant PROCESS_SUSPENDED = 11;
    uint8 internal constant PROCESS_REVOKED = 12;
    uint8 internal constant ASSESSMENT_SUSPENDED = 13;
    uint8 internal constant ASSESSMENT_WITHDRAWN = 14;
    uint8 internal constant ASSESSOR_STRUCK_OFF = 15;
    uint8 internal constant LOT_REVOKED = 16;
    uint8 internal constant LOT_RETIRED = 17;

    /// @notice Whether somebody can give `reason` for an act.
    function isKnown(uint8 reason) internal pure returns (bool) {
        return reason != 0 && reason <= LAST_OF_RFC_5280;
    }
}
