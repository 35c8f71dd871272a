// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessmentRegistry} from "./interfaces/IAssessmentRegistry.sol";
import {IEntityRegistry} from "./interfaces/IEntityRegistry.sol";
import {IKeyOwnership} from "./interfaces/IKeyOwnership.sol";
import {IProcessRegistry} from "./interfaces/IProcessRegistry.sol";
import {KeyInstallation} from "./keys/KeyInstallation.sol";
import {KeyOffers} from "./keys/KeyOffers.sol";
import {KeyRotation} from "./keys/KeyRotation.sol";
import {KeyStorage} from "./keys/KeyStorage.sol";
import {LotOwnership} from "./keys/LotOwnership.sol";

/// @title KeyLifeCycle
/// @notice See IKeyLifeCycle. The second half of the KeyRegistry's code, which does not fit into one contract (EIP-170): called through
/// the KeyRegistry alone, on its state; at its own address it has none, and nothing that is done there counts.
contract KeyLifeCycle is KeyOffers, KeyInstallation, KeyRotation, LotOwnership {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        IEntityRegistry entities,
        IProcessRegistry processes,
        IAssessmentRegistry assessments
    ) KeyStorage(entities, processes, assessments) {}

    /// @inheritdoc IKeyOwnership
    function offer(uint48 offerId) external view returns (Offer memory) {
        OfferRecord storage record = _offers[offerId];
        if (record.state == OfferState.NONE) revert KeyRegistryOfferUnknown(offerId);
        return
            Offer({
                offerId: offerId,
                fromId: ENTITIES.entityIdOf(record.from),
                toId: ENTITIES.entityIdOf(record.to),
                lotId: record.lotId,
                keyCount: record.keyCount,
                expiresAt: record.expiresAt,
                state: record.state,
                keysDigest: record.keysDigest
            });
    }

    /// @inheritdoc IKeyOwnership
    function offerCount() external view returns (uint48) {
        return _offerCount;
    }

    /// @inheritdoc IKeyOwnership
    function acceptsInAdvance(address toId, address fromId) external view returns (bool) {
        return _relations[ENTITIES.indexOf(toId)][ENTITIES.indexOf(fromId)].acceptsInAdvance;
    }

    /// @inheritdoc IKeyOwnership
    function isInstaller(address ownerId, address installerId) external view returns (bool) {
        return _relations[ENTITIES.indexOf(ownerId)][ENTITIES.indexOf(installerId)].namedInstaller;
    }
}
