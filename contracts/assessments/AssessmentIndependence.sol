// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentStorage} from "./AssessmentStorage.sol";
import {IAssessmentRegistry} from "../interfaces/IAssessmentRegistry.sol";

/// @dev Conflicts of interest: of which entities an assessor has to be independent.
abstract contract AssessmentIndependence is AssessmentStorage {
    /// @dev An approval looks at every one of them.
    uint256 private constant _MOST_OWNERS = 100;

    /// @inheritdoc IAssessmentRegistry
    function linkedOwners(uint48 seriesId) external view returns (address[] memory owners) {
        uint48 processId = _findSeries(seriesId).processId;
        if (_linked(processId, _assessments[seriesId].kind) != seriesId) return owners;

        uint32[] storage others = _otherOwners[seriesId];
        owners = new address[](others.length + 1);
        owners[0] = ENTITIES.entityIdOf(PROCESSES.ownerOf(processId));
        for (uint256 i = 0; i < others.length; i++) owners[i + 1] = ENTITIES.entityIdOf(others[i]);
    }

    /// @dev Counts the process's owner among those of the series.
    function _countOwner(uint48 seriesId, uint48 processId) internal {
        uint32 owner = PROCESSES.ownerOf(processId);
        if (owner == PROCESSES.ownerOf(_series[seriesId].processId)) return;
        uint32[] storage others = _otherOwners[seriesId];
        for (uint256 i = 0; i < others.length; i++) {
            if (others[i] == owner) return;
        }
        if (others.length + 1 >= _MOST_OWNERS) revert AssessmentRegistrySeriesFull(seriesId, _MOST_OWNERS);

        others.push(owner);
    }

    function _requireIndependent(uint48 processId, uint32 assessor) internal view {
        if (ENTITIES.sameGroup(assessor, PROCESSES.ownerOf(processId))) {
            revert AssessmentRegistryNotIndependent(processId, ENTITIES.entityIdOf(assessor));
        }
    }

    /// @dev Of all for whom an assessment speaks: owners of the linked processes, and the entities that it names.
    function _requireNoInterest(
        uint48 seriesId,
        uint32 assessor,
        uint32 keyGenerator,
        uint32 manufacturer
    ) internal view {
        _requireIndependent(_series[seriesId].processId, assessor);
        uint32[] storage others = _otherOwners[seriesId];
        for (uint256 i = 0; i < others.length; i++) _requireStranger(assessor, others[i]);
        _requireStranger(assessor, keyGenerator);
        _requireStranger(assessor, manufacturer);
    }

    function _requireStranger(uint32 assessor, uint32 entity) private view {
        if (entity != 0 && ENTITIES.sameGroup(assessor, entity)) {
            revert AssessmentRegistryConflictOfInterest(ENTITIES.entityIdOf(assessor), ENTITIES.entityIdOf(entity));
        }
    }
}
