// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The consensus nodes (requirements 2, 22, 23 and 25)
/// @notice QBFT asks one function, `getValidators()`, after each block, and never checks what it gets; so this contract itself keeps
/// the set not empty, without a duplicate, and within its caps, whatever the governance decides. Caps, of every resulting set of n
/// nodes, in integers: 7 <= n <= 30; foreign nodes, nodes of any one segment and nodes of any one group of operators: 3 * x < n each.
/// A node is foreign when its operator is controlled from outside the home countries, or when it is hosted outside of them.
///
/// What is true is always recorded, even where it breaks a cap (an operator is bought by foreigners): the set is then in breach since
/// that time, has a term to mend it, and until then each change may leave no cap (of foreign nodes, of each segment, of each group)
/// further out of bounds than it was. No term ends by force: the chain cannot tell which node should go, and one removed wrongly
/// could halt it.
///
/// Newcomers to the set: at most (n-1)/3 in one block, n the smaller of the set's size before it and of its size now, so that nodes
/// which are at work keep the quorum, also where many leave. All calls of the block count, and rotations: a new key is a node that
/// may not have started. Everything is paid for by who changes: `getValidators()` reads one array.
///
/// A node keeps its record when its key is rotated, and goes by every account that it ever had, so that no operator escapes a motion
/// by rotating before it is executed. No other node takes such an account while the node is vetted.
///
/// Three accounts govern: `constitution`, `ordinary` (the timelocks of the two kinds of motion) and `board` (the contract of the seats,
/// which checks its own caps when home countries change). No proxy, and nothing that others wrote: it is replaced through the genesis
/// file's `transitions`, never upgraded. Warning: a genesis file holds no events; who rebuilds the history begins with `nodes()` and
/// the other views at block 0. All times are seconds since 1970.
interface IValidatorSet {
    enum NodeState {
        NONE,
        STANDBY,
        ACTIVE
    }

    /// @notice What is true of a node's operator and place; changes by motion alone.
    /// @param operatorId entity_id of the entity that operates the node.
    /// @param group keccak-256 of the rlid of the operator's ultimate parent (its own rlid where it has none).
    /// @param controlCountry ISO 3166-1 alpha-2: from where the operator is controlled.
    /// @param hostingCountry ISO 3166-1 alpha-2: where the machine stands.
    /// @param segment The operator's industry segment: one of `segments()`.
    struct NodeFacts {
        address operatorId;
        bytes32 group;
        bytes2 controlCountry;
        bytes2 hostingCountry;
        bytes32 segment;
    }

    /// @param publicKeyX First half of the node's public key on secp256k1, the first 64 hex digits of its enode.
    /// @param publicKeyY Second half.
    /// @param operatorAccount Account that acts for the operator: rotates the node's key, moves its endpoint.
    /// @param ip Address of the node's P2P port: 4 or 16 bytes, not all zero. Enodes need addresses, not names.
    /// @param port TCP port of P2P, and of discovery; not zero.
    struct NodeEntry {
        bytes32 publicKeyX;
        bytes32 publicKeyY;
        address operatorAccount;
        bytes ip;
        uint16 port;
        NodeFacts facts;
    }

    /// @param account The validator's address: the last 20 bytes of keccak-256 of its public key.
    /// @param since When it came into its state.
    /// @param rotatedAt When its key was last rotated; 0: never.
    struct Node {
        address account;
        NodeState state;
        uint40 since;
        uint40 rotatedAt;
        NodeEntry entry;
    }

    /// @notice How the set stands: its size, how many nodes count against each cap, and the fewest that break one: ceil(n / 3).
    /// @param segment The segment with the most nodes, and `inSegment` their number.
    /// @param group The group of operators with the most nodes, and `inGroup` their number.
    /// @param breaking A count of this or more breaks a cap.
    struct Standing {
        uint256 size;
        uint256 foreign;
        bytes32 segment;
        uint256 inSegment;
        bytes32 group;
        uint256 inGroup;
        uint256 breaking;
    }

    event NodeVetted(address indexed account, NodeEntry entry);
    event NodeDismissed(address indexed account);
    /// @notice The set as it is from the next block on; and which nodes left, and are vetted no longer, and which joined.
    event ValidatorsChanged(address[] validators, address[] leaving, address[] joining);
    /// @notice `account` stands in the place of `previous`, in the set too where the node is a validator.
    event NodeKeyRotated(address indexed previous, address indexed account, bytes32 publicKeyX, bytes32 publicKeyY);
    event NodeEndpointSet(address indexed account, bytes ip, uint16 port);
    event NodeOperatorAccountSet(address indexed account, address operatorAccount);
    event NodeFactsRecorded(address indexed account, NodeFacts facts);
    /// @notice The set is out of a cap since `since`; to be mended until `until`.
    event BreachBegun(uint40 since, uint40 until);
    event BreachEnded(uint40 since);
    event HomeCountriesSet(bytes2[] countries);
    event SegmentsSet(bytes32[] segments);
    event BreachTermSet(uint40 term);
    event GovernanceSet(address constitution, address ordinary, address board);

    /// @notice `account` may not do this; it takes `needed`.
    error ValidatorSetNotAllowed(address account, address needed);
    error ValidatorSetTooFew(uint256 size, uint256 least);
    error ValidatorSetTooMany(uint256 size, uint256 most);
    /// @notice Of `size` nodes `foreign` would be foreign: too many by `excess`.
    error ValidatorSetForeignCap(uint256 foreign, uint256 size, uint256 excess);
    error ValidatorSetSegmentCap(bytes32 segment, uint256 count, uint256 size, uint256 excess);
    error ValidatorSetOperatorCap(bytes32 group, uint256 count, uint256 size, uint256 excess);
    /// @notice More nodes would come into the set in one block than the nodes at work can carry.
    error ValidatorSetTooManyNewcomers(uint256 newcomers, uint256 most);
    /// @notice `account` is, or was, that of a node that is vetted.
    error ValidatorSetNodeKnown(address account);
    error ValidatorSetNodeUnknown(address account);
    /// @notice The node is not in the state that the act demands.
    error ValidatorSetNodeState(address account, NodeState state);
    /// @notice Named twice in one call.
    error ValidatorSetNodeRepeated(address account);
    /// @notice A swap keeps the size.
    error ValidatorSetSwapUneven(uint256 leaving, uint256 joining);
    error ValidatorSetNothingToChange();
    /// @notice A node's key can be rotated once a day.
    error ValidatorSetRotationTooEarly(address account, uint40 from);
    /// @notice The entry is not signed by the node's own key, over this chain, contract and nonce. `signer` 0: the signature is malformed.
    error ValidatorSetSignatureWrong(address account, address signer);
    error ValidatorSetPublicKeyInvalid(bytes32 x, bytes32 y);
    error ValidatorSetEndpointInvalid(bytes ip, uint16 port);
    error ValidatorSetAccountZero();
    /// @notice There is no contract at `account`: nobody would govern.
    error ValidatorSetGovernanceUnknown(address account);
    error ValidatorSetGroupZero();
    error ValidatorSetCountryUnknown(bytes2 country);
    error ValidatorSetCountryRepeated(bytes2 country);
    error ValidatorSetHomeCountriesEmpty();
    error ValidatorSetSegmentInvalid(bytes32 segment);
    error ValidatorSetSegmentRepeated(bytes32 segment);
    error ValidatorSetSegmentUnknown(bytes32 segment);
    error ValidatorSetSegmentInUse(bytes32 segment, address account);
    /// @notice An ordinary motion takes `account` out of no count.
    error ValidatorSetFactsRelieve(address account);
    error ValidatorSetTermInvalid(uint40 term, uint40 least, uint40 most);

    // ---- asked by Besu

    /// @notice The validators of the next block: 7 to 30, unique, none zero.
    function getValidators() external view returns (address[] memory);

    // ---- constitution

    /// @notice Enters a vetted node as standby. `signature` (65 bytes: r, s, v) is the node key's, over `entryDigest(entry)`.
    function vet(NodeEntry calldata entry, bytes calldata signature) external;

    /// @notice A standby node is vetted no longer.
    function dismiss(address account) external;

    /// @notice Standby nodes join, validators leave (and are vetted no longer), in one step: one at a time can be impossible.
    /// Those that stay keep their order, those that join come after them in theirs.
    function change(address[] calldata leaving, address[] calldata joining) external;

    /// @notice Records what is true of a node, also where it takes the node out of a count. Never refused for a cap: see breach.
    function correctFacts(address account, NodeFacts calldata facts) external;

    /// @notice Gives a node to another account of its operator: the last one is lost. No ordinary motion: who has the accounts of all
    /// nodes can rotate all their keys.
    function setOperatorAccount(address account, address operatorAccount) external;

    /// @notice Replaces the segments; one that a node is of stays.
    /// @param list Each a letter of a-z and up to 31 more of a-z, 0-9 and "_", left-aligned, none twice.
    function setSegments(bytes32[] calldata list) external;

    /// @notice Sets the term of breaches to come; one that has begun keeps its own.
    /// @param term 1 day to 365 days, in seconds.
    function setBreachTerm(uint40 term) external;

    /// @notice Hands the contract over to another governance: contracts, since what is sent to an account of nobody is lost.
    function setGovernance(address constitution_, address ordinary_, address board_) external;

    // ---- ordinary motion

    /// @notice As many standby nodes join as validators leave: a rogue node goes at once. Otherwise as `change`.
    function swap(address[] calldata leaving, address[] calldata joining) external;

    /// @notice Records what became true of a node. Never refused for a cap: see breach. Refused where the node would count no longer as
    /// foreign, of its segment, or of its group: that takes `correctFacts`, or else the caps would not bind an ordinary majority.
    function recordFacts(address account, NodeFacts calldata facts) external;

    // ---- board

    /// @notice Replaces the home countries; the cap of foreign nodes holds for the result, or is no further out of bounds than it was.
    function setHomeCountries(bytes2[] calldata countries) external;

    // ---- a node's operator

    /// @notice The operator's node goes on under a new key, which no vetted node ever had; state, place, facts and operator stay.
    /// Once a day and node: who could rotate in every block could use up the newcomers that a motion needs. `signature` (65 bytes) is
    /// the new key's, over `rotationDigest(account, publicKeyX, publicKeyY)`.
    function rotate(address account, bytes32 publicKeyX, bytes32 publicKeyY, bytes calldata signature) external;

    function setEndpoint(address account, bytes calldata ip, uint16 port) external;

    // ---- views

    /// @notice What the node's key signs to be vetted: keccak-256 of abi.encode("derkey validator entry", chain id, this contract, nonceOf(account), entry).
    function entryDigest(NodeEntry calldata entry) external view returns (bytes32);

    /// @notice What the new key signs: keccak-256 of abi.encode("derkey validator rotation", chain id, this contract, nonceOf(new account), account, new account).
    function rotationDigest(address account, bytes32 publicKeyX, bytes32 publicKeyY) external view returns (bytes32);

    /// @notice How often `account` was entered so far, rotations into it included.
    function nonceOf(address account) external view returns (uint256);

    /// @notice The node that has, or had, `account`.
    /// @dev Reverts where there is none, or it is vetted no longer.
    function node(address account) external view returns (Node memory);

    /// @notice All nodes: validators in the order of `getValidators()`, then those on standby.
    function nodes() external view returns (Node[] memory);

    function homeCountries() external view returns (bytes2[] memory);

    function isHome(bytes2 country) external view returns (bool);

    function segments() external view returns (bytes32[] memory);

    function isSegment(bytes32 segment) external view returns (bool);

    function standing() external view returns (Standing memory);

    /// @notice How the set would stand after a change; never reverts for a cap, only for nodes that are unknown, repeated or in the
    /// wrong state.
    function standingAfter(
        address[] calldata leaving,
        address[] calldata joining
    ) external view returns (Standing memory);

    /// @notice Since when the set is out of a cap, and until when that is to be mended; 0, 0: it is in none.
    function breach() external view returns (uint40 since, uint40 until);

    function breachTerm() external view returns (uint40);

    function constitution() external view returns (address);

    function ordinary() external view returns (address);

    function board() external view returns (address);
}
