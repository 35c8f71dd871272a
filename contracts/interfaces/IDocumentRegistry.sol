// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The Governing Body's documents
/// @notice Bylaws, assessment criteria, security rules for node operators: title, version and the SHA-256 of the file, by ordinary
/// motion. An assessment cites the criteria that it used by that hash. A document is never changed; a new version is a new document,
/// and one that no longer applies is withdrawn, which touches nothing that cites it.
/// @dev Documents are never removed: hash, and kind with title and version, name one document for ever.
interface IDocumentRegistry {
    enum DocumentKind {
        NONE,
        BYLAWS,
        ASSESSMENT_CRITERIA,
        SECURITY_RULES,
        OTHER
    }

    /// @param title 1 to 200 bytes.
    /// @param version 1 to 32 bytes.
    /// @param sha256Hash SHA-256 of the file.
    struct DocumentDetails {
        DocumentKind kind;
        string title;
        string version;
        bytes32 sha256Hash;
    }

    /// @param withdrawnAt 0: applies.
    struct Document {
        DocumentKind kind;
        string title;
        string version;
        bytes32 sha256Hash;
        uint40 registeredAt;
        uint40 withdrawnAt;
    }

    event DocumentRegistered(bytes32 indexed sha256Hash, DocumentKind kind, string title, string version);
    event DocumentWithdrawn(bytes32 indexed sha256Hash);

    error DocumentRegistryKindUnknown();
    error DocumentRegistryTitleInvalid(string title);
    error DocumentRegistryVersionInvalid(string version);
    error DocumentRegistryHashZero();
    error DocumentRegistryTaken(bytes32 sha256Hash);
    /// @notice A document of the same kind, title and version has the hash `sha256Hash`.
    error DocumentRegistryVersionTaken(string title, string version, bytes32 sha256Hash);
    error DocumentRegistryUnknown(bytes32 sha256Hash);
    error DocumentRegistryIndexUnknown(uint256 index);

    // ---- board

    function register(DocumentDetails calldata details) external;

    /// @notice The document applies no longer. Final: what is to apply again is a new document.
    function withdraw(bytes32 sha256Hash) external;

    // ---- views

    /// @dev Reverts for a hash that is of no document.
    function document(bytes32 sha256Hash) external view returns (Document memory);

    /// @notice Documents are counted from 1, in the order in which they were registered.
    function documentCount() external view returns (uint256);

    function documentAt(uint256 index) external view returns (Document memory);

    /// @notice Whether the hash is of a document of assessment criteria that was not withdrawn yet at `time`: what an assessment was
    /// made by does not change because criteria are withdrawn before it is recorded or corrected.
    function isCriteria(bytes32 sha256Hash, uint40 time) external view returns (bool);
}
