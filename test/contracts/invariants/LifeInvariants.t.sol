// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyLifeCycle} from "../../../contracts/interfaces/IKeyLifeCycle.sol";
import {IKeyOwnership} from "../../../contracts/interfaces/IKeyOwnership.sol";
import {IKeyRecords} from "../../../contracts/interfaces/IKeyRecords.sol";
import {KeyStatus} from "../../../contracts/interfaces/RegistryTypes.sol";
import {LifeHandler} from "./LifeHandler.sol";

/// @dev What holds whatever anybody does with keys and lots:
/// 1. An owner changes only by acceptance, now or in advance, by motion, or by a new registration of a void entry; a key with an owner of
///    its own does not change hands with its lot, and one that is installed only by motion.
/// 2. A final status is left only for void, also one that time brought (superseded).
/// 3. A lot counts the keys registered in it that are not void, and of those the ones that follow it.
/// 4. Chains of successors are lines: each end of a link names the other, no way leads back, and void entries are in
///    none.
/// 5. A key in an offer is in one open offer, of its owner; a lot is in one at most.
contract LifeInvariants {
    LifeHandler private _handler;

    function setUp() public {
        _handler = new LifeHandler();
    }

    /// @dev Only the handler is called at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// hardhat-config: invariant.runs = 16
    /// hardhat-config: invariant.depth = 60
    function invariant_NoForbiddenChange() public view {
        string memory violation = _handler.violation();
        require(bytes(violation).length == 0, violation);
    }

    /// hardhat-config: invariant.runs = 16
    /// hardhat-config: invariant.depth = 60
    function invariant_RecordsAgree() public view {
        _requireAgreement();
    }

    /// @dev The same over one long history, which shows besides that the handler gets somewhere.
    /// hardhat-config: fuzz.runs = 12
    function testFuzz_LongHistory(uint256 seed) public {
        for (uint256 i = 0; i < 500; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            _handler.act(uint8(dice), uint8(dice >> 8), uint8(dice >> 16), uint8(dice >> 24), uint8(dice >> 32));
            if (i % 50 == 0) _requireAgreement();
        }
        require(bytes(_handler.violation()).length == 0, _handler.violation());
        _requireAgreement();
        uint256 offers = _handler.succeeded(0) + _handler.succeeded(1);
        uint256 ends = _handler.succeeded(2) + _handler.succeeded(3) + _handler.succeeded(4);
        require(offers > 2 && ends > 0, "the handler does next to nothing");
    }

    function _requireAgreement() private view {
        _requireCountsAgree();
        for (uint256 i = 0; i < _handler.KEY_COUNT(); i++) {
            bytes32 keyId = _handler.keyId(i);
            if (_handler.KEYS().keyWord(keyId) == 0) continue;
            _requireLine(keyId);
            _requireOneOffer(i, keyId);
        }
    }

    function _requireCountsAgree() private view {
        uint48 lots = _handler.KEYS().lotCount();
        for (uint48 lotId = 1; lotId <= lots; lotId++) {
            (uint256 count, uint256 followers) = (0, 0);
            for (uint256 i = 0; i < _handler.KEY_COUNT(); i++) {
                IKeyRecords.Key memory key = _handler.KEYS().key(_handler.keyId(i));
                if (key.lotId != lotId || key.status == KeyStatus.VOID) continue;
                count++;
                if (key.followsLot) followers++;
            }
            IKeyRecords.Lot memory lot = _handler.KEYS().lot(lotId);
            require(lot.keyCount == count, "a lot's count is wrong");
            require(lot.followerCount == followers, "a lot's count of followers is wrong");
        }
    }

    function _requireLine(bytes32 keyId) private view {
        IKeyLifeCycle life = _handler.life();
        (bytes32 successorId, ) = life.successorOf(keyId);
        if (successorId != 0)
            require(life.predecessorOf(successorId) == keyId, "a successor does not know its predecessor");
        bytes32 predecessorId = life.predecessorOf(keyId);
        bool isVoid = _handler.KEYS().key(keyId).status == KeyStatus.VOID;
        require(!isVoid || (successorId == 0 && predecessorId == 0), "a void entry is in a chain of successors");
        if (predecessorId != 0) {
            (bytes32 itsSuccessor, ) = life.successorOf(predecessorId);
            require(itsSuccessor == keyId, "a predecessor does not know its successor");
        }
        for (uint256 steps = 0; predecessorId != 0; steps++) {
            require(steps < _handler.KEY_COUNT(), "a chain of successors leads back");
            predecessorId = life.predecessorOf(predecessorId);
        }
    }

    function _requireOneOffer(uint256 index, bytes32 keyId) private view {
        IKeyLifeCycle life = _handler.life();
        IKeyRecords.Key memory key = _handler.KEYS().key(keyId);
        uint256 open = 0;
        for (uint48 id = 1; id <= life.offerCount(); id++) {
            IKeyOwnership.Offer memory offer = life.offer(id);
            bool isOpen = offer.state == IKeyOwnership.OfferState.OPEN && offer.fromId == key.ownerId;
            if (isOpen && offer.lotId == 0 && _handler.wasOffered(id, index)) open++;
        }
        if (key.isOffered) require(open > 0, "an offered key is in no open offer of its owner");
        if (key.isOffered) require(key.installedAt == 0, "an offered key is installed");
    }
}
