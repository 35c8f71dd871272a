// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentRegistry} from "../../../contracts/AssessmentRegistry.sol";
import {Authority} from "../../../contracts/Authority.sol";
import {DocumentRegistry} from "../../../contracts/DocumentRegistry.sol";
import {EntityRegistry} from "../../../contracts/EntityRegistry.sol";
import {KeyLifeCycle} from "../../../contracts/KeyLifeCycle.sol";
import {KeyRegistry} from "../../../contracts/KeyRegistry.sol";
import {ProcessRegistry} from "../../../contracts/ProcessRegistry.sol";
import {RecordContract} from "../../../contracts/RecordContract.sol";
import {RegistryProxy} from "../../../contracts/RegistryProxy.sol";
import {RegistryRoles} from "../../../contracts/RegistryRoles.sol";
import {IAssessmentRegistry} from "../../../contracts/interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "../../../contracts/interfaces/IEntityRegistry.sol";
import {vm} from "./Vm.sol";

/// @dev Contracts behind proxies and two assessed processes: the maker's, under which the OEM may register too, and the squatter's.
contract RegistryWorld {
    address internal constant MANAGER = address(0xA1);
    address internal constant REGULATOR = address(0xA2);
    address internal constant MAKER = address(0xB1);
    address internal constant OEM = address(0xB2);
    address internal constant SQUATTER = address(0xB3);
    address internal constant LAB = address(0xB4);

    Authority internal immutable AUTHORITY;
    DocumentRegistry internal immutable DOCUMENTS;
    EntityRegistry internal immutable ENTITIES;
    ProcessRegistry internal immutable PROCESSES;
    AssessmentRegistry internal immutable ASSESSMENTS;
    KeyRegistry public immutable KEYS;

    /// @dev The world is ADMIN, BOARD and REGISTRAR itself.
    constructor() {
        vm.warp(2_000_000_000);
        AUTHORITY = new Authority(address(this));
        DOCUMENTS = DocumentRegistry(_proxy(new DocumentRegistry()));
        ENTITIES = EntityRegistry(_proxy(new EntityRegistry()));
        PROCESSES = ProcessRegistry(_proxy(new ProcessRegistry(ENTITIES)));
        ASSESSMENTS = AssessmentRegistry(_proxy(new AssessmentRegistry(DOCUMENTS, ENTITIES, PROCESSES)));
        KeyLifeCycle lifeCycle = new KeyLifeCycle(ENTITIES, PROCESSES, ASSESSMENTS);
        KEYS = KeyRegistry(_proxy(new KeyRegistry(ENTITIES, PROCESSES, ASSESSMENTS, address(lifeCycle))));
        _giveRoles();

        _register(MAKER, "maker", 2);
        _register(OEM, "oem", 4);
        _register(SQUATTER, "squatter", 4);
        _register(LAB, "lab", 1);
        ENTITIES.accredit(LAB, 4_000_000_000);
        _assess();
    }

    function _assess() private {
        vm.prank(MAKER);
        PROCESSES.create();
        vm.prank(MAKER);
        PROCESSES.grant(1, OEM);
        vm.prank(SQUATTER);
        PROCESSES.create();
        IAssessmentRegistry.AssessmentDetails memory details = IAssessmentRegistry.AssessmentDetails(
            1_900_000_000,
            bytes32(uint256(1)),
            address(0),
            address(0),
            "everything",
            0
        );
        vm.prank(LAB);
        ASSESSMENTS.recordKeyGeneration(1, details, IAssessmentRegistry.KeyGenerationResult(128, 1, 256, 1, "US", 0));
        vm.prank(LAB);
        ASSESSMENTS.recordKeyProtection(1, details, IAssessmentRegistry.KeyProtectionResult(1, 1, 1, 0));
        for (uint48 id = 1; id <= 2; id++) {
            vm.prank(MANAGER);
            ASSESSMENTS.approve(id);
            vm.prank(LAB);
            ASSESSMENTS.linkSeries(2, id);
        }
    }

    function _register(address account, string memory name, uint32 role) private {
        ENTITIES.register(
            account,
            IEntityRegistry.EntityDetails(1, name, string.concat("x:", name), "US", "", 0),
            role,
            ""
        );
    }

    function _giveRoles() private {
        AUTHORITY.grantRole(RegistryRoles.PROGRAMME_MANAGER, MANAGER, 0);
        AUTHORITY.grantRole(RegistryRoles.REGULATOR, REGULATOR, 0);
        bytes4[] memory manager = new bytes4[](4);
        manager[0] = KEYS.suspendKeysAsProgrammeManager.selector;
        manager[1] = KEYS.reinstateKeysAsProgrammeManager.selector;
        manager[2] = KEYS.suspendLotAsProgrammeManager.selector;
        manager[3] = KEYS.reinstateLotAsProgrammeManager.selector;
        AUTHORITY.setTargetFunctionRole(address(KEYS), manager, RegistryRoles.PROGRAMME_MANAGER);
        bytes4[] memory regulator = new bytes4[](4);
        regulator[0] = KEYS.suspendKeysAsRegulator.selector;
        regulator[1] = KEYS.reinstateKeysAsRegulator.selector;
        regulator[2] = KEYS.suspendLotAsRegulator.selector;
        regulator[3] = KEYS.reinstateLotAsRegulator.selector;
        AUTHORITY.setTargetFunctionRole(address(KEYS), regulator, RegistryRoles.REGULATOR);
        bytes4[] memory approve = new bytes4[](1);
        approve[0] = ASSESSMENTS.approve.selector;
        AUTHORITY.setTargetFunctionRole(address(ASSESSMENTS), approve, RegistryRoles.PROGRAMME_MANAGER);
    }

    function _proxy(RecordContract implementation) private returns (address) {
        bytes memory data = abi.encodeCall(RecordContract.initialize, (address(AUTHORITY)));
        return address(new RegistryProxy(address(implementation), data));
    }
}
