// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentRegistry} from "../../../contracts/AssessmentRegistry.sol";
import {ProcessRegistry} from "../../../contracts/ProcessRegistry.sol";
import {IAssessmentRegistry} from "../../../contracts/interfaces/IAssessmentRegistry.sol";
import {AssessmentKind} from "../../../contracts/interfaces/RegistryTypes.sol";
import {AssessmentHandler} from "./AssessmentHandler.sol";

/// @dev What holds whoever assesses, shares, takes back and changes groups:
/// 1. Nobody puts its name to what it has an interest in, and nobody is refused for an interest that it does not have (the handler
///    requires it of each act).
/// 2. The owners of a series are those of the processes that it is linked to: all of them, each once, nobody else.
/// 3. A head that is not its series' original is approved; one that is the original and rejected is linked to nothing.
contract AssessmentInvariants {
    AssessmentHandler private _handler;

    function setUp() public {
        _handler = new AssessmentHandler();
    }

    /// @dev Only the handler is called at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// hardhat-config: invariant.runs = 16
    /// hardhat-config: invariant.depth = 40
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_OwnersOfASeriesAreThoseOfItsProcesses() public view {
        _requireAll();
    }

    /// @dev The same over one long history, which shows besides that the handler gets somewhere.
    /// hardhat-config: fuzz.runs = 8
    function testFuzz_LongHistory(uint256 seed) public {
        for (uint256 i = 0; i < 400; i++) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            (uint8 a, uint8 b, uint8 c) = (uint8(dice >> 8), uint8(dice >> 16), uint8(dice >> 24));
            if (dice % 16 < 2) _handler.regroup(a, b);
            else if (dice % 16 < 4) _handler.createProcess(a);
            else if (dice % 16 < 7) _handler.record(a, b, c);
            else if (dice % 16 < 9) _handler.renew(a, b, c);
            else if (dice % 16 < 12) _handler.link(a, b, c);
            else if (dice % 16 < 14) _handler.approve(a);
            else if (dice % 16 == 14) _handler.reject(a);
            else _handler.retract(a, b);
            if (i % 10 == 0) _requireAll();
        }
        _requireAll();
        require(_handler.accepted() > 15 && _handler.refusedForInterest() > 5, "the handler does next to nothing");
    }

    function _requireAll() private view {
        AssessmentRegistry assessments = _handler.assessments();
        for (uint48 id = 1; id <= assessments.assessmentCount(); id++) {
            IAssessmentRegistry.Assessment memory original = assessments.assessment(id);
            if (original.pastAssessmentId != 0) continue;
            address[] memory owners = assessments.linkedOwners(id);
            _requireOwners(id, original.kind == AssessmentKind.KEY_GENERATION, owners);

            uint48 headId = assessments.headOf(id);
            bool isApproved = assessments.assessment(headId).state == IAssessmentRegistry.AssessmentState.APPROVED;
            require(headId == id || isApproved, "a head that nobody approved");
            bool isRejected = original.state == IAssessmentRegistry.AssessmentState.REJECTED;
            require(!isRejected || owners.length == 0, "a rejected original has owners");
        }
    }

    function _requireOwners(uint48 seriesId, bool isGeneration, address[] memory owners) private view {
        ProcessRegistry processes = _handler.processes();
        bool[] memory seen = new bool[](owners.length);
        for (uint48 id = 1; id <= processes.processCount(); id++) {
            (uint48 generationId, uint48 protectionId) = _handler.assessments().seriesOf(id);
            if ((isGeneration ? generationId : protectionId) != seriesId) continue;
            uint256 place = _placeOf(processes.process(id).ownerId, owners);
            require(place < owners.length, "an owner that is not counted");
            seen[place] = true;
        }
        for (uint256 i = 0; i < owners.length; i++) {
            require(seen[i], "an owner of nothing that is linked");
            require(_placeOf(owners[i], owners) == i, "an owner that is counted twice");
        }
    }

    function _placeOf(address owner, address[] memory owners) private pure returns (uint256 place) {
        while (place < owners.length && owners[place] != owner) place++;
    }
}
