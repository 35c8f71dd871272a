// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RecordContract} from "../RecordContract.sol";
import {IDocumentRegistry} from "../interfaces/IDocumentRegistry.sol";

/// @dev State of the documents' registry. The first document is at index 0 of `_hashes`, and counted as 1.
abstract contract DocumentStorage is RecordContract, IDocumentRegistry {
    struct DocumentRecord {
        DocumentKind kind;
        uint40 registeredAt;
        uint40 withdrawnAt;
        string title;
        string version;
    }

    mapping(bytes32 sha256Hash => DocumentRecord) internal _documents;
    /// @dev By keccak-256 of kind, title and version.
    mapping(bytes32 versionKey => bytes32 sha256Hash) internal _versions;
    bytes32[] internal _hashes;

    function _find(bytes32 sha256Hash) internal view returns (DocumentRecord storage record) {
        record = _documents[sha256Hash];
        if (record.kind == DocumentKind.NONE) revert DocumentRegistryUnknown(sha256Hash);
    }
}
