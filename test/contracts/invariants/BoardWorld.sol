// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authority} from "../../../contracts/Authority.sol";
import {Board} from "../../../contracts/Board.sol";
import {ValidatorSet} from "../../../contracts/ValidatorSet.sol";
import {IBoard} from "../../../contracts/interfaces/IBoard.sol";
import {IValidatorSet} from "../../../contracts/interfaces/IValidatorSet.sol";
import {vm} from "./Vm.sol";

/// @dev A board of seven seats over seven nodes. The world is ADMIN itself, in place of the constitution's timelock.
contract BoardWorld {
    Authority internal immutable AUTHORITY;
    ValidatorSet public immutable VALIDATORS;
    Board public immutable BOARD;

    constructor() {
        vm.warp(2_000_000_000);
        AUTHORITY = new Authority(address(this));
        VALIDATORS = new ValidatorSet(
            _nodes(),
            new IValidatorSet.NodeEntry[](0),
            _home(),
            _segments(),
            90 days,
            address(this),
            address(this),
            address(this)
        );
        IBoard.SeatDetails[] memory founders = new IBoard.SeatDetails[](7);
        for (uint256 i = 0; i < 7; i++) founders[i] = details(i, i, i, i < 2 ? 1 : 0, i % 4);
        BOARD = new Board(address(AUTHORITY), address(VALIDATORS), founders);
        VALIDATORS.setGovernance(address(AUTHORITY), address(AUTHORITY), address(BOARD));
    }

    function details(
        uint256 entity,
        uint256 account,
        uint256 group,
        uint256 country,
        uint256 segment
    ) public pure returns (IBoard.SeatDetails memory) {
        return
            IBoard.SeatDetails(
                entityOf(entity),
                accountOf(account),
                countryOf(country),
                _segments()[segment],
                bytes32(group + 1)
            );
    }

    function entityOf(uint256 number) public pure returns (address) {
        return address(uint160(0xE000 + number));
    }

    function accountOf(uint256 number) public pure returns (address) {
        return address(uint160(0xA000 + number));
    }

    function countryOf(uint256 number) public pure returns (bytes2) {
        bytes2[4] memory countries = [bytes2("US"), bytes2("DE"), bytes2("CA"), bytes2("NL")];
        return countries[number % 4];
    }

    function _home() private pure returns (bytes2[] memory home) {
        home = new bytes2[](1);
        home[0] = "US";
    }

    function _segments() private pure returns (bytes32[] memory segments) {
        segments = new bytes32[](4);
        (segments[0], segments[1], segments[2], segments[3]) = ("utility", "maker", "chips", "academia");
    }

    function _nodes() private pure returns (IValidatorSet.NodeEntry[] memory nodes) {
        (bytes32[7] memory xs, bytes32[7] memory ys) = _publicKeys();
        nodes = new IValidatorSet.NodeEntry[](7);
        for (uint256 i = 0; i < 7; i++) {
            bytes2 country = countryOf(i < 2 ? 1 : 0);
            nodes[i] = IValidatorSet.NodeEntry(
                xs[i],
                ys[i],
                accountOf(1_000 + i),
                hex"0a000001",
                uint16(30_303 + i),
                IValidatorSet.NodeFacts(entityOf(i), bytes32(i + 1), country, country, _segments()[i % 4])
            );
        }
    }

    /// @dev The first seven multiples of the generator of secp256k1.
    function _publicKeys() private pure returns (bytes32[7] memory xs, bytes32[7] memory ys) {
        (xs[0], ys[0]) = (
            0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,
            0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8
        );
        (xs[1], ys[1]) = (
            0xc6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5,
            0x1ae168fea63dc339a3c58419466ceaeef7f632653266d0e1236431a950cfe52a
        );
        (xs[2], ys[2]) = (
            0xf9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9,
            0x388f7b0f632de8140fe337e62a37f3566500a99934c2231b6cb9fd7584b8e672
        );
        (xs[3], ys[3]) = (
            0xe493dbf1c10d80f3581e4904930b1404cc6c13900ee0758474fa94abe8c4cd13,
            0x51ed993ea0d455b75642e2098ea51448d967ae33bfbdfe40cfe97bdc47739922
        );
        (xs[4], ys[4]) = (
            0x2f8bde4d1a07209355b4a7250a5c5128e88b84bddc619ab7cba8d569b240efe4,
            0xd8ac222636e5e3d6d4dba9dda6c9c426f788271bab0d6840dca87d3aa6ac62d6
        );
        (xs[5], ys[5]) = (
            0xfff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556,
            0xae12777aacfbb620f3be96017f45c560de80f0f6518fe4a03c870c36b075f297
        );
        (xs[6], ys[6]) = (
            0x5cbdf0646e5db4eaa398f365f2ea7a0e3d419b7e0330e39ce92bddedcac4f9bc,
            0x6aebca40ba255960a3178d6d861a54dba813d0b813fde7b5a5082628087264da
        );
    }
}
