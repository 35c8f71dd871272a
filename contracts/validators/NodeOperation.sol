// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "../interfaces/IValidatorSet.sol";
import {ValidatorChanges} from "./ValidatorChanges.sol";

/// @dev What a node's operator does without a motion, which changes no cap.
abstract contract NodeOperation is ValidatorChanges {
    uint40 private constant _ROTATION_PAUSE = 1 days;

    /// @inheritdoc IValidatorSet
    function rotate(address account, bytes32 publicKeyX, bytes32 publicKeyY, bytes calldata signature) external {
        Node storage rotated = _nodes[_find(account)];
        _requireSender(rotated.entry.operatorAccount);
        address previous = rotated.account;
        uint40 from = rotated.rotatedAt == 0 ? 0 : rotated.rotatedAt + _ROTATION_PAUSE;
        if (block.timestamp < from) revert ValidatorSetRotationTooEarly(previous, from);
        address next = _requireFreshKey(publicKeyX, publicKeyY);
        _requireSigned(next, _rotationDigest(account, next), signature);
        bool isActive = rotated.state == NodeState.ACTIVE;
        if (isActive) _countNewcomers(1, _validators.length, _validators.length);

        address[] storage list = isActive ? _validators : _standby;
        list[_placeIn(list, previous)] = next;
        _idOf[next] = _idOf[previous];
        _nonces[next]++;
        rotated.account = next;
        rotated.rotatedAt = uint40(block.timestamp);
        rotated.entry.publicKeyX = publicKeyX;
        rotated.entry.publicKeyY = publicKeyY;

        emit NodeKeyRotated(previous, next, publicKeyX, publicKeyY);
    }

    /// @inheritdoc IValidatorSet
    function setEndpoint(address account, bytes calldata ip, uint16 port) external {
        Node storage moved = _nodes[_find(account)];
        _requireSender(moved.entry.operatorAccount);
        _requireEndpoint(ip, port);
        if (moved.entry.port == port && keccak256(moved.entry.ip) == keccak256(ip)) return;

        moved.entry.ip = ip;
        moved.entry.port = port;

        emit NodeEndpointSet(moved.account, ip, port);
    }
}
