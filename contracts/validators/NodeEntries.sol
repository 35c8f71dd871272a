// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Iso3166} from "../libraries/Iso3166.sol";
import {ValidatorCaps} from "./ValidatorCaps.sol";

/// @dev What may be entered of a node, and the proof that its key agrees.
abstract contract NodeEntries is ValidatorCaps {
    /// @dev secp256k1 (SEC 2, section 2.4.1): the field's prime, and half of the group's order, above which a signature has a twin.
    uint256 private constant _P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
    uint256 private constant _HALF_N = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @dev Enters a node whose entry holds, in `state`; where it joins a list is the caller's.
    function _enter(address account, NodeEntry memory entry, NodeState state) internal {
        uint256 id = ++_lastId;
        _idOf[account] = id;
        _nonces[account]++;
        Node storage added = _nodes[id];
        added.account = account;
        added.state = state;
        added.since = uint40(block.timestamp);
        added.entry = entry;

        emit NodeVetted(account, entry);
    }

    /// @dev The account of an entry that can be entered, but for its signature.
    function _requireEntry(NodeEntry memory entry) internal view returns (address account) {
        if (entry.operatorAccount == address(0)) revert ValidatorSetAccountZero();
        _requireEndpoint(entry.ip, entry.port);
        _requireFacts(entry.facts);
        return _requireFreshKey(entry.publicKeyX, entry.publicKeyY);
    }

    /// @dev The account of a public key that no vetted node has or had.
    function _requireFreshKey(bytes32 x, bytes32 y) internal view returns (address account) {
        (uint256 a, uint256 b) = (uint256(x), uint256(y));
        bool isPoint = a < _P && b < _P && mulmod(b, b, _P) == addmod(mulmod(mulmod(a, a, _P), a, _P), 7, _P);
        if (!isPoint) revert ValidatorSetPublicKeyInvalid(x, y);

        account = _accountOf(x, y);
        if (_nodes[_idOf[account]].state != NodeState.NONE) revert ValidatorSetNodeKnown(account);
    }

    function _requireEndpoint(bytes memory ip, uint16 port) internal pure {
        bool isAddress = (ip.length == 4 || ip.length == 16) && bytes16(ip) != 0;
        if (!isAddress || port == 0) revert ValidatorSetEndpointInvalid(ip, port);
    }

    function _requireFacts(NodeFacts memory facts) internal view {
        if (facts.operatorId == address(0)) revert ValidatorSetAccountZero();
        if (facts.group == 0) revert ValidatorSetGroupZero();
        if (!Iso3166.isAssigned(facts.controlCountry)) revert ValidatorSetCountryUnknown(facts.controlCountry);
        if (!Iso3166.isAssigned(facts.hostingCountry)) revert ValidatorSetCountryUnknown(facts.hostingCountry);
        if (!_isSegment[facts.segment]) revert ValidatorSetSegmentUnknown(facts.segment);
    }

    /// @dev Of every digest there is one signature that is taken: 65 bytes, v 27 or 28, s in the lower half.
    function _requireSigned(address account, bytes32 digest, bytes calldata signature) internal pure {
        address signer = address(0);
        if (signature.length == 65) {
            uint8 v = uint8(signature[64]);
            bytes32 s = bytes32(signature[32:64]);
            if (uint256(s) <= _HALF_N && (v == 27 || v == 28))
                signer = ecrecover(digest, v, bytes32(signature[:32]), s);
        }
        if (signer == address(0) || signer != account) revert ValidatorSetSignatureWrong(account, signer);
    }

    function _entryDigest(address account, NodeEntry memory entry) internal view returns (bytes32) {
        return keccak256(abi.encode("derkey validator entry", block.chainid, address(this), _nonces[account], entry));
    }

    function _rotationDigest(address previous, address account) internal view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    "derkey validator rotation",
                    block.chainid,
                    address(this),
                    _nonces[account],
                    previous,
                    account
                )
            );
    }

    function _accountOf(bytes32 x, bytes32 y) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(x, y)))));
    }
}
