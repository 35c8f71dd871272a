// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice References to registered entities, "scheme:value" (table 9, rlid).
library Rlid {
    uint256 private constant _MOST_SCHEME_BYTES = 16;
    uint256 private constant _MOST_VALUE_BYTES = 48;
    bytes4 private constant _LEI_SCHEME = "lei:";
    uint256 private constant _LEI_BYTES = 20;

    /// @notice Whether `rlid` is a scheme of [a-z0-9] that begins with a letter, a colon, and visible ASCII; after `lei:` an LEI (ISO 17442).
    function isValid(string memory rlid) internal pure returns (bool) {
        bytes memory text = bytes(rlid);
        uint256 colon = _schemeLength(text);
        if (colon == 0 || text.length < colon + 2 || text.length > colon + 1 + _MOST_VALUE_BYTES) return false;
        for (uint256 i = colon + 1; i < text.length; i++) {
            if (text[i] < 0x21 || text[i] > 0x7e) return false;
        }
        return bytes4(text) != _LEI_SCHEME || _isLei(text);
    }

    /// @dev Where the colon is; 0 where none follows a scheme.
    function _schemeLength(bytes memory text) private pure returns (uint256) {
        for (uint256 i = 0; i < text.length && i <= _MOST_SCHEME_BYTES; i++) {
            bytes1 character = text[i];
            if (character == ":") return i;
            bool isLetter = character >= "a" && character <= "z";
            bool isDigit = character >= "0" && character <= "9";
            if (!isLetter && (i == 0 || !isDigit)) return 0;
        }
        return 0;
    }

    /// @dev ISO 7064, MOD 97-10, over the characters read as numbers with A = 10 to Z = 35; the last two are the check digits.
    function _isLei(bytes memory text) private pure returns (bool) {
        uint256 start = _LEI_SCHEME.length;
        if (text.length != start + _LEI_BYTES) return false;

        uint256 rest = 0;
        for (uint256 i = start; i < text.length; i++) {
            uint256 character = uint8(text[i]);
            bool isDigit = character >= 0x30 && character <= 0x39;
            bool isLetter = character >= 0x41 && character <= 0x5a;
            if (!isDigit && (!isLetter || i >= text.length - 2)) return false;
            rest = isDigit ? (rest * 10 + character - 0x30) % 97 : (rest * 100 + character - 0x37) % 97;
        }
        return rest == 1;
    }
}
