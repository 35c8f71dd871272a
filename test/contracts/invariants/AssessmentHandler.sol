// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentRegistry} from "../../../contracts/AssessmentRegistry.sol";
import {ProcessRegistry} from "../../../contracts/ProcessRegistry.sol";
import {RegistryRoles} from "../../../contracts/RegistryRoles.sol";
import {IAssessmentRegistry} from "../../../contracts/interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "../../../contracts/interfaces/IEntityRegistry.sol";
import {RegistryWorld} from "./RegistryWorld.sol";
import {vm} from "./Vm.sol";

/// @dev Lets labs assess the processes of owners while both change groups. After each act it requires that who put its name to it had no
/// interest, and of each refusal for an interest that there was one, by a model of its own.
contract AssessmentHandler is RegistryWorld {
    uint256 private constant _OWNERS = 5;
    uint256 private constant _LABS = 4;
    uint256 private constant _MOST_PROCESSES = 12;

    uint256 public accepted;
    uint256 public refusedForInterest;
    /// @notice Group of an entity; 0: none, it is on its own.
    mapping(address entity => uint256) private _groups;
    uint48[] private _originals;
    uint40 private _completed = 1_900_000_001;

    constructor() {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = ASSESSMENTS.reject.selector;
        AUTHORITY.setTargetFunctionRole(address(ASSESSMENTS), selectors, RegistryRoles.PROGRAMME_MANAGER);
        ENTITIES.setDefaultQuota(1_000_000, 1_000_000);
        for (uint256 i = 0; i < _OWNERS + _LABS; i++) {
            address entity = i < _OWNERS ? _owner(i) : _lab(i - _OWNERS);
            ENTITIES.register(entity, _details(entity, 0), i < _OWNERS ? 4 : 1, "");
            if (i >= _OWNERS) ENTITIES.accredit(entity, 4_000_000_000);
        }
    }

    function assessments() external view returns (AssessmentRegistry) {
        return ASSESSMENTS;
    }

    function processes() external view returns (ProcessRegistry) {
        return PROCESSES;
    }

    function regroup(uint8 who, uint8 group) external {
        address entity = who % 2 == 0 ? _owner(who / 2) : _lab(who / 2);
        _groups[entity] = group % 4;
        ENTITIES.update(entity, _details(entity, group % 4));
    }

    function createProcess(uint8 who) external {
        if (PROCESSES.processCount() >= _MOST_PROCESSES) return;
        vm.prank(_owner(who));
        PROCESSES.create();
    }

    function record(uint8 who, uint8 process, uint8 named) external {
        uint48 processId = _process(process);
        IAssessmentRegistry.KeyProtectionResult memory result = IAssessmentRegistry.KeyProtectionResult(1, 1, 1, 0);
        bytes memory data = abi.encodeCall(ASSESSMENTS.recordKeyProtection, (processId, _draft(named), result));
        bool hasInterest = _interested(_lab(who), _ownerOf(processId)) || _interested(_lab(who), _named(named));
        if (_perform(_lab(who), data, hasInterest)) _originals.push(ASSESSMENTS.assessmentCount());
    }

    function renew(uint8 who, uint8 series, uint8 named) external {
        uint48 seriesId = _original(series);
        bytes memory data = abi.encodeCall(ASSESSMENTS.renew, (seriesId, _draft(named)));
        _perform(_lab(who), data, _isOfSeries(_lab(who), seriesId) || _interested(_lab(who), _named(named)));
    }

    function link(uint8 who, uint8 process, uint8 series) external {
        (uint48 processId, uint48 seriesId) = (_process(process), _original(series));
        IAssessmentRegistry.Assessment memory head = ASSESSMENTS.assessment(ASSESSMENTS.headOf(seriesId));
        bool hasInterest =
            _isOfSeries(_lab(who), seriesId) ||
                _interested(_lab(who), _ownerOf(processId)) ||
                _interested(_lab(who), head.details.manufacturerId) ||
                _interested(head.assessorId, _ownerOf(processId));
        _perform(_lab(who), abi.encodeCall(ASSESSMENTS.linkSeries, (processId, seriesId)), hasInterest);
    }

    function approve(uint8 number) external {
        uint48 id = _assessment(number);
        IAssessmentRegistry.Assessment memory draft = ASSESSMENTS.assessment(id);
        uint48 seriesId = draft.pastAssessmentId == 0 ? id : draft.pastAssessmentId;
        bool hasInterest =
            _isOfSeries(draft.assessorId, seriesId) || _interested(draft.assessorId, draft.details.manufacturerId);
        _perform(MANAGER, abi.encodeCall(ASSESSMENTS.approve, (id)), hasInterest);
    }

    function reject(uint8 number) external {
        _perform(MANAGER, abi.encodeCall(ASSESSMENTS.reject, (_assessment(number))), false);
    }

    function retract(uint8 who, uint8 number) external {
        uint48 id = _assessment(number);
        bool isOwn = ASSESSMENTS.assessment(id).assessorId == _lab(who);
        bool success = _perform(_lab(who), abi.encodeCall(ASSESSMENTS.retract, (id)), false);
        require(isOwn || !success, "took back what another one recorded");
    }

    function _perform(address account, bytes memory data, bool hasInterest) private returns (bool success) {
        bytes memory answer;
        vm.prank(account);
        (success, answer) = address(ASSESSMENTS).call(data);
        if (success) {
            require(!hasInterest, "put its name to what it has an interest in");
            accepted++;
            return true;
        }
        bytes4 refusal = bytes4(answer);
        if (
            refusal == IAssessmentRegistry.AssessmentRegistryNotIndependent.selector ||
            refusal == IAssessmentRegistry.AssessmentRegistryConflictOfInterest.selector
        ) {
            require(hasInterest, "refused for an interest that there is not");
            refusedForInterest++;
        }
    }

    /// @dev Whether `entity` has to do with an owner of a process that the series is linked to, by the links themselves.
    function _isOfSeries(address entity, uint48 seriesId) private view returns (bool) {
        for (uint48 id = 1; id <= PROCESSES.processCount(); id++) {
            (, uint48 linkedId) = ASSESSMENTS.seriesOf(id);
            if (linkedId == seriesId && _interested(entity, _ownerOf(id))) return true;
        }
        // of a rejected original, the owner of the process that it was recorded for
        return _interested(entity, _ownerOf(ASSESSMENTS.assessment(seriesId).processId));
    }

    function _interested(address one, address other) private view returns (bool) {
        return one == other || (_groups[one] != 0 && _groups[one] == _groups[other]);
    }

    function _draft(uint8 named) private returns (IAssessmentRegistry.AssessmentDetails memory) {
        return IAssessmentRegistry.AssessmentDetails(_completed++, "evidence", address(0), _named(named), "all", 0);
    }

    function _details(address entity, uint256 group) private pure returns (IEntityRegistry.EntityDetails memory) {
        string memory rlid = string.concat("x:", string(abi.encodePacked(bytes1(uint8(uint160(entity))))));
        string memory parent =
            group == 0 ? "" : string.concat("x:g", string(abi.encodePacked(bytes1(uint8(48 + group)))));
        return IEntityRegistry.EntityDetails(1, "somebody", rlid, "US", parent, 0);
    }

    function _ownerOf(uint48 processId) private view returns (address) {
        return PROCESSES.process(processId).ownerId;
    }

    /// @dev Half of the time nobody.
    function _named(uint8 number) private pure returns (address) {
        if (number % 2 == 0) return address(0);
        return number % 4 == 1 ? _owner(number / 4) : _lab(number / 4);
    }

    /// @dev The last byte of the account is the entity's rlid: a letter.
    function _owner(uint256 number) private pure returns (address) {
        return address(uint160(0xC000 + 0x41 + (number % _OWNERS)));
    }

    function _lab(uint256 number) private pure returns (address) {
        return address(uint160(0xD000 + 0x61 + (number % _LABS)));
    }

    function _process(uint8 number) private view returns (uint48) {
        return uint48(1 + (number % PROCESSES.processCount()));
    }

    function _original(uint8 number) private view returns (uint48) {
        return _originals.length == 0 ? 2 : _originals[number % _originals.length];
    }

    function _assessment(uint8 number) private view returns (uint48) {
        uint48 count = ASSESSMENTS.assessmentCount();
        return count - (number % (count < 6 ? count : 6));
    }
}
