// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The Governing Body's documents
/// @notice Bylaws, assessment criteria, security rules for node operators: title, version and the SHA-256 of the file, by ordinary
/// motion. An assessment cites the criteria that it used by that hash. A document is never changed; a new version is a new document,
/// and one that no longer applies is withdrawn, which touches nothing that cites it.
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
    /// @notice The same kind, title and version stand beside another hash.
    error DocumentRegistryVersionTaken(string title, string version, bytes32 sha256Hash);
    error DocumentRegistryUnknown(bytes32 sha256Hash);

    // ---- board

    function register(DocumentDetails calldata details) external;

    function withdraw(bytes32 sha256Hash) external;

    // ---- views

    function document(bytes32 sha256Hash) external view returns (Document memory);

    function documentCount() external view returns (uint256);

    function documentAt(uint256 index) external view returns (Document memory);

    /// @notice Whether the hash is of a document of assessment criteria that applies.
    function isCriteria(bytes32 sha256Hash) external view returns (bool);
}
