// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ValidatorSet} from "../../../contracts/ValidatorSet.sol";
import {IValidatorSet} from "../../../contracts/interfaces/IValidatorSet.sol";
import {Secp256k1} from "./Secp256k1.sol";
import {vm} from "./Vm.sol";

/// @dev Some nodes and the keys of some more, governed by three plain accounts.
contract ValidatorWorld {
    uint256 public constant KEY_COUNT = 48;
    address internal constant CONSTITUTION = address(0xC1);
    address internal constant ORDINARY = address(0xC2);
    address internal constant BOARD = address(0xC3);
    address internal constant OPERATOR = address(0xC4);
    address internal constant STRANGER = address(0xC5);

    ValidatorSet public validators;

    /// @dev Of the private keys 1, 2, 3, ...
    uint256[] internal _xs;
    uint256[] internal _ys;

    constructor(uint256 size) {
        vm.warp(2_000_000_000);
        (_xs, _ys) = Secp256k1.firstKeys(KEY_COUNT);
        IValidatorSet.NodeEntry[] memory founders = new IValidatorSet.NodeEntry[](size);
        for (uint256 i = 0; i < size; i++) founders[i] = _entry(i, _facts(i, 0, 0, i % 6));
        validators = new ValidatorSet(
            founders,
            new IValidatorSet.NodeEntry[](0),
            _countries(1),
            _segments(),
            30 days,
            CONSTITUTION,
            ORDINARY,
            BOARD
        );
    }

    function _entry(
        uint256 key,
        IValidatorSet.NodeFacts memory facts
    ) internal view returns (IValidatorSet.NodeEntry memory) {
        return
            IValidatorSet.NodeEntry(
                bytes32(_xs[key]),
                bytes32(_ys[key]),
                OPERATOR,
                hex"0a000001",
                uint16(30_303),
                facts
            );
    }

    function accountOf(uint256 key) public view returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(_xs[key], _ys[key])))));
    }

    function _facts(
        uint256 group,
        uint256 control,
        uint256 hosting,
        uint256 segment
    ) internal pure returns (IValidatorSet.NodeFacts memory) {
        return
            IValidatorSet.NodeFacts(
                address(uint160(0xE000 + group)),
                bytes32(1 + group),
                _country(control),
                _country(hosting),
                _segments()[segment % 6]
            );
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1 + key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _country(uint256 number) internal pure returns (bytes2) {
        bytes2[4] memory countries = [bytes2("US"), bytes2("CA"), bytes2("DE"), bytes2("BR")];
        return countries[number % 4];
    }

    /// @dev The first countries of all, `count` of them.
    function _countries(uint256 count) internal pure returns (bytes2[] memory list) {
        list = new bytes2[](count);
        for (uint256 i = 0; i < count; i++) list[i] = _country(i);
    }

    function _segments() internal pure returns (bytes32[] memory list) {
        list = new bytes32[](6);
        (list[0], list[1], list[2]) = ("utility", "maker", "chips");
        (list[3], list[4], list[5]) = ("academia", "government", "service");
    }
}
