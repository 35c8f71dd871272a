// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice ISO 3166-1 alpha-2, officially assigned codes only.
library Iso3166 {
    // One bit a code: bit 26 * (first letter - A) + (second letter - A). A test holds them against the list in src/domain.
    uint256 private constant _AA_TO_JV = 0x0340400f7818068d0015fb9fb0095c000e00d48015843f27deddbdefeedf5978;
    uint256 private constant _JW_TO_TR = 0x9fbb3ae7fdf1510040000001538f3c400100084b25d7fffcfd4f8141f42b1d00;
    uint256 private constant _TS_TO_ZZ = 0x000000000000000000000001004004080010000000004002004085570410419a;

    /// @notice Whether `code`, two capital letters, is assigned.
    function isAssigned(bytes2 code) internal pure returns (bool) {
        if (code[0] < "A" || code[0] > "Z" || code[1] < "A" || code[1] > "Z") return false;

        uint256 bit = 26 * (uint256(uint8(code[0])) - 65) + uint256(uint8(code[1])) - 65;
        uint256 word =
            bit < 256
                ? _AA_TO_JV
                : bit < 512
                    ? _JW_TO_TR
                    : _TS_TO_ZZ;
        return (word >> (bit % 256)) & 1 == 1;
    }
}
