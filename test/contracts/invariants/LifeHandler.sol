// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyRegistry} from "../../../contracts/KeyRegistry.sol";
import {IKeyLifeCycle} from "../../../contracts/interfaces/IKeyLifeCycle.sol";
import {IKeyOwnership} from "../../../contracts/interfaces/IKeyOwnership.sol";
import {IKeyRecords} from "../../../contracts/interfaces/IKeyRecords.sol";
import {KeyStatus} from "../../../contracts/interfaces/RegistryTypes.sol";
import {RegistryWorld} from "./RegistryWorld.sol";
import {vm} from "./Vm.sol";

/// @dev Lets everybody hand on, install, rotate and end a few keys and their lots, and watches who owns what afterwards.
contract LifeHandler is RegistryWorld {
    uint256 public constant KEY_COUNT = 6;
    /// @dev Which act is done how often: offers and acceptances above all.
    bytes private constant _KINDS =
        hex"00000000000101020202020203030304050606070708080a0a0a0a0a0a0b0c0c0c0d0e0f0f0f1011121314141414";
    uint40 private constant _TERM = 50_000;

    // no immutables: where much of a contract's code is them, the test runner does not know it again
    KeyRegistry private _registry;
    IKeyLifeCycle private _life;
    mapping(uint256 index => IKeyRecords.Key) private _before;
    /// @dev The keys of each offer of a list, as they were offered.
    mapping(uint48 offerId => uint8 mask) private _offered;
    /// @notice How often each act succeeded.
    mapping(uint256 act => uint256) public succeeded;
    /// @notice The first forbidden change that was seen; empty: none.
    string public violation;

    constructor() {
        _registry = KEYS;
        _life = IKeyLifeCycle(address(KEYS));
        vm.prank(OEM);
        _life.acceptInAdvance(SQUATTER, true);
        for (uint8 lot = 0; lot < 3; lot++) {
            bytes32[] memory ids = new bytes32[](2);
            (ids[0], ids[1]) = (keyId(2 * lot), keyId(2 * lot + 1));
            vm.prank(_entity(lot));
            KEYS.createKeys(lot == 2 ? 2 : 1, 0, ids);
        }
        for (uint256 i = 0; i < KEY_COUNT; i++) _before[i] = KEYS.key(keyId(i));
    }

    /// @notice The keys' registry, for the other half of its functions.
    function life() external view returns (IKeyLifeCycle) {
        return _life;
    }

    function publicKey(uint256 index) public pure returns (bytes memory) {
        return abi.encodePacked("public key", index);
    }

    function keyId(uint256 index) public pure returns (bytes32) {
        return sha256(publicKey(index));
    }

    /// @notice Whether the key was in the list of the offer.
    function wasOffered(uint48 offerId, uint256 index) external view returns (bool) {
        bytes32[] memory ids = _keys(_offered[offerId]);
        for (uint256 i = 0; i < ids.length; i++) if (ids[i] == keyId(index)) return true;
        return false;
    }

    /// @notice One of the acts, by whoever might be entitled to it.
    function act(uint8 which, uint8 who, uint8 to, uint8 mask, uint8 number) external {
        vm.warp(block.timestamp + 1 + number);
        uint256 kind = uint8(_KINDS[which % _KINDS.length]);
        (address by, address receiver) = (_actor(kind, who, mask, number), _entity(to));
        bytes32[] memory ids = _keys(mask);
        uint48 lotId = uint48(1 + (number % (_registry.lotCount() + 1)));
        uint48 offerId = _offer(number);
        uint40 until = uint40(block.timestamp + _TERM);
        if (kind == 0) _call(0, by, abi.encodeCall(_life.offerKeys, (ids, receiver, until)), mask);
        else if (kind == 1) _call(1, by, abi.encodeCall(_life.offerLot, (lotId, receiver, until)), mask);
        else if (kind < 5) _close(kind, by, offerId);
        else if (kind == 5) _call(5, by, abi.encodeCall(_life.acceptInAdvance, (receiver, number % 4 == 0)), mask);
        else if (kind == 6) _call(6, by, abi.encodeCall(_life.installKeys, (ids)), mask);
        else if (kind == 7) _call(7, by, abi.encodeCall(_life.returnKeys, (ids, IKeyOwnership.ReturnWay.RESALE)), mask);
        else if (kind == 8) _call(8, by, abi.encodeCall(_life.replaceKey, (ids[0], keyId(number % KEY_COUNT))), mask);
        else if (kind == 10) _rotate(by, mask % KEY_COUNT, number % KEY_COUNT, to);
        else if (kind == 11 && to % 4 == 0) _call(11, by, abi.encodeCall(_life.suspendLot, (lotId, 1)), mask);
        else if (kind == 12) _call(12, by, abi.encodeCall(_life.reinstateLot, (lotId)), mask);
        else if (kind == 13 && to % 16 == 0) _call(13, by, abi.encodeCall(_life.revokeLot, (lotId, 1)), mask);
        else if (kind == 14 && to % 8 == 0) _call(14, by, abi.encodeCall(_registry.revokeKeys, (ids, 1)), mask);
        else if (kind == 15) _call(15, address(this), abi.encodeCall(_registry.voidKeys, (ids, 1)), mask);
        else if (kind == 16) _call(16, address(this), abi.encodeCall(_registry.moveKeys, (by, receiver, ids)), mask);
        else if (kind == 17) _call(17, address(this), abi.encodeCall(_registry.moveLot, (lotId, receiver)), mask);
        else if (kind == 18) _call(18, by, abi.encodeCall(_registry.suspendKeys, (ids, 1)), mask);
        else if (kind == 19) _call(19, by, abi.encodeCall(_registry.reinstateKeys, (ids)), mask);
        else if (kind == 20)
            _call(
                20,
                by,
                abi.encodeCall(_registry.createKeys, (by == SQUATTER ? 2 : 1, lotId % 2 == 0 ? 0 : lotId, ids)),
                mask
            );
    }

    /// @dev Accepts or withdraws an offer with the keys that it is of.
    function _close(uint256 kind, address by, uint48 offerId) private {
        bytes32[] memory ids = _keys(_offered[offerId]);
        address to = offerId > _life.offerCount() ? address(0) : _life.offer(offerId).toId;
        uint256 before = succeeded[kind];
        if (kind == 2) _call(2, by, abi.encodeCall(_life.acceptKeys, (offerId, ids)), 0);
        else if (kind == 3) _call(3, by, abi.encodeCall(_life.acceptLot, (offerId)), 0);
        else _call(4, by, abi.encodeCall(_life.withdrawOffer, (offerId, ids)), 0);
        if (kind < 4 && succeeded[kind] != before && by != to) violation = "somebody else accepted an offer";
    }

    function _rotate(address by, uint256 from, uint256 to, uint8 overlap) private {
        bytes memory signature = "signed";
        _call(
            10,
            by,
            abi.encodeCall(_life.rotateKey, (keyId(from), keyId(to), uint40(overlap) * 50, publicKey(to), signature)),
            0
        );
    }

    function _call(uint256 kind, address sender, bytes memory data, uint8 mask) private {
        vm.prank(sender);
        (bool success, bytes memory answer) = address(_registry).call(data);
        if (!success) return;

        succeeded[kind]++;
        if (kind == 0) _offered[abi.decode(answer, (uint48))] = mask;
        for (uint256 i = 0; i < KEY_COUNT; i++) _watch(i, kind, sender);
    }

    /// @dev Kinds in which keys change hands with the receiver's consent, now or in advance, or by motion, or by a new registration.
    function _isHandover(uint256 kind) private pure returns (bool) {
        return kind < 4 || kind == 16 || kind == 17 || kind == 20;
    }

    function _watch(uint256 index, uint256 kind, address sender) private {
        IKeyRecords.Key memory was = _before[index];
        IKeyRecords.Key memory is_ = _registry.key(keyId(index));
        bool isVoid = is_.status == KeyStatus.VOID;

        if (was.ownerId != is_.ownerId && !_isHandover(kind)) violation = "an owner changed but by a handover";
        if (was.ownerId != is_.ownerId && (kind == 2 || kind == 3) && is_.ownerId != sender) {
            violation = "a key went to somebody who did not accept it";
        }
        if (was.ownerId != is_.ownerId && kind < 2 && !_life.acceptsInAdvance(is_.ownerId, was.ownerId)) {
            violation = "a key went to somebody who does not accept in advance";
        }
        bool isLotsTransfer = kind == 1 || kind == 3 || kind == 17;
        if (was.ownerId != is_.ownerId && isLotsTransfer && !was.followsLot) {
            violation = "a key with an owner of its own changed hands with its lot";
        }
        if (was.installedAt != 0 && is_.installedAt != 0 && was.ownerId != is_.ownerId && kind != 16) {
            violation = "an installed key changed hands but by motion";
        }
        if (was.status > KeyStatus.SUSPENDED && was.status < KeyStatus.VOID && is_.status != was.status && !isVoid) {
            violation = "a final status was left but for void";
        }
        if (is_.installedAt != 0 && is_.followsLot) violation = "an installed key follows its lot";
        _before[index] = is_;
    }

    /// @dev Mostly who is entitled to it: the owner of the first key or of the lot, or the receiver of the offer.
    function _actor(uint256 kind, uint8 who, uint8 mask, uint8 number) private view returns (address) {
        if (who % 4 == 0) return _entity(who / 4);
        uint48 lotId = uint48(1 + (number % (_registry.lotCount() + 1)));
        bool isOfLot = kind == 1 || (kind > 10 && kind < 14);
        if (isOfLot) return lotId > _registry.lotCount() ? OEM : _registry.lot(lotId).ownerId;
        uint48 offerId = _offer(number);
        if (kind > 1 && kind < 5) return offerId > _life.offerCount() ? OEM : _life.offer(offerId).toId;
        return _registry.key(_keys(mask)[0]).ownerId;
    }

    /// @dev One of the last offers, or one that is not there.
    function _offer(uint8 number) private view returns (uint48) {
        uint48 count = _life.offerCount();
        return count > number % 4 ? count - (number % 4) : count + 1;
    }

    function _entity(uint8 who) private pure returns (address) {
        if (who % 3 == 0) return MAKER;
        return who % 3 == 1 ? OEM : SQUATTER;
    }

    /// @dev One or two keys.
    function _keys(uint8 mask) private pure returns (bytes32[] memory ids) {
        ids = new bytes32[](1 + (mask % 2));
        for (uint256 i = 0; i < ids.length; i++) ids[i] = keyId((mask / 2 + i) % KEY_COUNT);
    }
}
