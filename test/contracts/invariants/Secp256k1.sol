// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The public keys of the private keys 1, 2, 3, ...: multiples of the curve's generator (SEC 2, section 2.4.1).
library Secp256k1 {
    uint256 private constant _P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
    uint256 private constant _X = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798;
    uint256 private constant _Y = 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8;

    function firstKeys(uint256 count) internal view returns (uint256[] memory xs, uint256[] memory ys) {
        (xs, ys) = (new uint256[](count), new uint256[](count));
        (xs[0], ys[0]) = (_X, _Y);
        for (uint256 i = 1; i < count; i++) (xs[i], ys[i]) = _addGenerator(xs[i - 1], ys[i - 1]);
    }

    function _addGenerator(uint256 x, uint256 y) private view returns (uint256 sumX, uint256 sumY) {
        uint256 slope =
            x == _X
                ? mulmod(mulmod(3, mulmod(x, x, _P), _P), _inverse(mulmod(2, y, _P)), _P)
                : mulmod(_minus(_Y, y), _inverse(_minus(_X, x)), _P);
        sumX = _minus(_minus(mulmod(slope, slope, _P), x), _X);
        sumY = _minus(mulmod(slope, _minus(x, sumX), _P), y);
    }

    function _minus(uint256 a, uint256 b) private pure returns (uint256) {
        return addmod(a, _P - b, _P);
    }

    /// @dev a to the power of p - 2, by the precompile of EIP-198.
    function _inverse(uint256 a) private view returns (uint256 result) {
        (bool success, bytes memory answer) = address(5).staticcall(
            abi.encode(uint256(32), uint256(32), uint256(32), a, _P - 2, _P)
        );
        require(success, "no modular exponentiation");
        return abi.decode(answer, (uint256));
    }
}
