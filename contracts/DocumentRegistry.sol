// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentStorage} from "./documents/DocumentStorage.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";

/// @title DocumentRegistry
/// @notice See IDocumentRegistry. `initialize` is RecordContract's.
/// @custom:oz-upgrades-unsafe-allow missing-initializer
contract DocumentRegistry is DocumentStorage {
    uint256 private constant _MOST_TITLE_BYTES = 200;
    uint256 private constant _MOST_VERSION_BYTES = 32;

    /// @inheritdoc IDocumentRegistry
    function register(DocumentDetails calldata details) external restricted {
        _requireValid(details);
        bytes32 sha256Hash = details.sha256Hash;
        if (_documents[sha256Hash].kind != DocumentKind.NONE) revert DocumentRegistryTaken(sha256Hash);
        bytes32 versionKey = keccak256(abi.encode(details.kind, details.title, details.version));
        bytes32 present = _versions[versionKey];
        if (present != 0) revert DocumentRegistryVersionTaken(details.title, details.version, present);

        _versions[versionKey] = sha256Hash;
        _hashes.push(sha256Hash);
        DocumentRecord storage record = _documents[sha256Hash];
        record.kind = details.kind;
        record.registeredAt = uint40(block.timestamp);
        record.title = details.title;
        record.version = details.version;

        emit DocumentRegistered(sha256Hash, details.kind, details.title, details.version);
    }

    /// @inheritdoc IDocumentRegistry
    function withdraw(bytes32 sha256Hash) external restricted {
        DocumentRecord storage record = _find(sha256Hash);
        if (record.withdrawnAt != 0) return;

        record.withdrawnAt = uint40(block.timestamp);

        emit DocumentWithdrawn(sha256Hash);
    }

    /// @inheritdoc IDocumentRegistry
    function document(bytes32 sha256Hash) public view returns (Document memory) {
        DocumentRecord storage record = _find(sha256Hash);
        return
            Document({
                kind: record.kind,
                title: record.title,
                version: record.version,
                sha256Hash: sha256Hash,
                registeredAt: record.registeredAt,
                withdrawnAt: record.withdrawnAt
            });
    }

    /// @inheritdoc IDocumentRegistry
    function documentCount() external view returns (uint256) {
        return _hashes.length;
    }

    /// @inheritdoc IDocumentRegistry
    function documentAt(uint256 index) external view returns (Document memory) {
        if (index == 0 || index > _hashes.length) revert DocumentRegistryIndexUnknown(index);
        return document(_hashes[index - 1]);
    }

    /// @inheritdoc IDocumentRegistry
    function isCriteria(bytes32 sha256Hash, uint40 time) external view returns (bool) {
        DocumentRecord storage record = _documents[sha256Hash];
        return
            record.kind == DocumentKind.ASSESSMENT_CRITERIA && (record.withdrawnAt == 0 || time < record.withdrawnAt);
    }

    function _requireValid(DocumentDetails calldata details) private pure {
        if (details.kind == DocumentKind.NONE) revert DocumentRegistryKindUnknown();
        uint256 titleBytes = bytes(details.title).length;
        if (titleBytes == 0 || titleBytes > _MOST_TITLE_BYTES) revert DocumentRegistryTitleInvalid(details.title);
        uint256 versionBytes = bytes(details.version).length;
        if (versionBytes == 0 || versionBytes > _MOST_VERSION_BYTES) {
            revert DocumentRegistryVersionInvalid(details.version);
        }
        if (details.sha256Hash == 0) revert DocumentRegistryHashZero();
    }
}
