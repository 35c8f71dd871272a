// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Entities (table 9)
/// @notice Every independent actor, named for ever by its first account, its `entityId`. What acts for it is its `controller`, which
/// can be replaced. Suspension stops an entity's writes and touches none of its records. Nothing personal stands here: the chain
/// cannot forget. All times are seconds since 1970.
/// Gas is free on this chain, so that a quota a day bounds what an entity can make it keep: new keys, and new records (processes, line
/// accounts, assessments) of each record contract. A day is a UTC day; at its end everything used is free again.
interface IEntityRegistry {
    enum EntityState {
        NONE,
        ACTIVE,
        SUSPENDED
    }

    /// @notice What a quota counts.
    enum QuotaKind {
        NONE,
        KEYS,
        RECORDS
    }

    /// @notice What the registrar enters.
    /// @param entityType From 1: company, individual, government_body, association, academic.
    /// @param name 1 to 100 bytes. Of an individual an accreditation number: only [A-Z0-9./-], at least one digit.
    /// @param rlid "scheme:value", unique: scheme at most 16 of [a-z0-9], value at most 48 of visible ASCII. `lei:` is ISO 17442: 20 characters with check digits (ISO 7064, MOD 97-10).
    /// @param country ISO 3166-1 alpha-2, officially assigned.
    /// @param group The ultimate parent's rlid; empty: the entity is its own group.
    /// @param pen IANA private enterprise number; 0: none.
    struct EntityDetails {
        uint8 entityType;
        string name;
        string rlid;
        bytes2 country;
        string group;
        uint32 pen;
    }

    /// @param role Bit field, lowest bit first: assessor, key_generator, manufacturer, component_manufacturer, service_provider,
    /// distributor, installer, certificate_authority, utility, node_operator, data_user.
    /// @param accreditedUntil Until when an assessor may record; 0: never accredited.
    /// @param struckOffSince Assessments completed since then do not count; 0: not struck off.
    struct Entity {
        address entityId;
        address controller;
        uint8 entityType;
        string name;
        string rlid;
        uint32 role;
        string roleCertification;
        bytes2 country;
        string group;
        uint32 pen;
        EntityState state;
        uint40 registeredAt;
        uint40 accreditedUntil;
        uint40 struckOffSince;
    }

    /// @notice A change of controller that waits for `account` to accept it, not before `acceptableFrom`.
    struct ControllerReplacement {
        address account;
        uint40 acceptableFrom;
        bool byRegistrar;
    }

    /// @notice What an entity may write today, and did, as one record contract counts it.
    /// @param keysPerDay What is in force: the entity's own number, or the default.
    /// @param freeAt The next UTC midnight, when nothing is used again.
    struct Quota {
        uint32 keysPerDay;
        uint32 recordsPerDay;
        uint32 keysUsed;
        uint32 recordsUsed;
        uint40 freeAt;
    }

    event EntityRegistered(
        address indexed entityId,
        uint32 indexed index,
        EntityDetails details,
        uint32 role,
        string roleCertification
    );
    event EntityUpdated(address indexed entityId, EntityDetails details);
    event EntityRoleSet(address indexed entityId, uint32 role);
    event EntityRoleCertificationSet(address indexed entityId, string roleCertification);
    event EntitySuspended(address indexed entityId);
    event EntityReinstated(address indexed entityId);
    event EntityAccredited(address indexed entityId, uint40 until);
    event EntityStruckOff(address indexed entityId, uint40 since);
    event ControllerReplacementProposed(
        address indexed entityId,
        address indexed account,
        uint40 acceptableFrom,
        bool byRegistrar
    );
    event ControllerReplacementCancelled(address indexed entityId, address indexed account);
    event ControllerReplaced(address indexed entityId, address indexed previous, address indexed account);
    /// @notice 0: the default.
    event EntityQuotaSet(address indexed entityId, uint32 keysPerDay, uint32 recordsPerDay);
    event DefaultQuotaSet(uint32 keysPerDay, uint32 recordsPerDay);

    error EntityRegistryEntityUnknown(address entityId);
    error EntityRegistryEntitySuspended(address entityId);
    /// @notice `account` controls no entity.
    error EntityRegistryControllerUnknown(address account);
    /// @notice `account` is, or was, the account of `entityId`.
    error EntityRegistryAccountTaken(address account, address entityId);
    error EntityRegistryAccountZero();
    error EntityRegistryTypeUnknown(uint8 entityType);
    error EntityRegistryNameInvalid(string name);
    error EntityRegistryRlidInvalid(string rlid);
    error EntityRegistryRlidTaken(string rlid, address entityId);
    error EntityRegistryGroupInvalid(string group);
    error EntityRegistryCountryUnknown(bytes2 country);
    error EntityRegistryRoleUnknown(uint32 role);
    error EntityRegistryRoleCertificationTooLong(uint256 length, uint256 most);
    error EntityRegistryReplacementUnknown(address entityId, address account);
    error EntityRegistryReplacementTooEarly(address entityId, uint40 acceptableFrom);
    /// @notice The entity lacks the role that the act demands: one of the bits of `wanted`.
    error EntityRegistryRoleMissing(address entityId, uint32 wanted);
    /// @notice The assessor is not accredited now.
    error EntityRegistryNotAccredited(address entityId, uint40 accreditedUntil);
    error EntityRegistryStruckOff(address entityId, uint40 since);
    /// @notice Accreditation ends in the past.
    error EntityRegistryUntilPast(uint40 until);
    /// @notice Struck off in the future, or later than it stands already.
    error EntityRegistrySinceTooLate(uint40 since, uint40 latest);
    /// @notice `wanted` more would pass the entity's quota a day; `used` is free again at `freeAt`. More than `quota` never fits.
    error EntityRegistryQuotaExceeded(
        address entityId,
        QuotaKind kind,
        uint256 quota,
        uint256 used,
        uint256 wanted,
        uint40 freeAt
    );
    error EntityRegistryQuotaKindUnknown();
    /// @notice A default of 0: that is how an entity is said to have no quota of its own.
    error EntityRegistryDefaultQuotaZero();

    // ---- registrar

    /// @notice Admits an entity; `account` becomes its entityId and its controller.
    function register(
        address account,
        EntityDetails calldata details,
        uint32 role,
        string calldata roleCertification
    ) external;

    function update(address entityId, EntityDetails calldata details) external;

    function setRole(address entityId, uint32 role) external;

    /// @param roleCertification At most 200 bytes.
    function setRoleCertification(address entityId, string calldata roleCertification) external;

    function suspend(address entityId) external;

    function reinstate(address entityId) external;

    /// @notice Begins to replace a lost controller: `account` can accept after seven days, unless the controller cancels it.
    function replaceController(address entityId, address account) external;

    /// @notice What the entity may write a day; 0: the default. Holds at once, also for what is used of today already.
    function setQuota(address entityId, uint32 keysPerDay, uint32 recordsPerDay) external;

    /// @notice For all entities without a number of their own: 2,000,000 keys and 1,000 records until it is set. Not 0.
    function setDefaultQuota(uint32 keysPerDay, uint32 recordsPerDay) external;

    // ---- board

    /// @notice Lets an entity with the assessor role record assessments until `until`, in the future.
    function accredit(address entityId, uint40 until) external;

    /// @notice Strikes an assessor off: what it completed since `since` does not count. Final; again only with an earlier `since`.
    function strikeOff(address entityId, uint40 since) external;

    // ---- the entity

    /// @notice The caller's entity names `account` as its next controller; replaces what was proposed before.
    function proposeController(address account) external;

    /// @notice The current controller calls off what was proposed, also what the registrar proposed, also while suspended.
    function cancelControllerReplacement() external;

    /// @notice The proposed account becomes the controller of `entityId`.
    function acceptController(address entityId) external;

    // ---- record contracts

    /// @notice Counts `count` new keys or records of an entity against its quota of today, or reverts.
    /// @dev Anybody may call it: each caller has a count of its own, so that a stranger counts for itself alone.
    function spend(uint32 index, QuotaKind kind, uint256 count) external;

    // ---- views

    function entity(address entityId) external view returns (Entity memory);

    function entityAt(uint32 index) external view returns (Entity memory);

    /// @notice Entities are counted from 1.
    function entityCount() external view returns (uint32);

    function controllerReplacement(address entityId) external view returns (ControllerReplacement memory);

    /// @notice Index of an entity. @dev Reverts where `entityId` names none.
    function indexOf(address entityId) external view returns (uint32);

    function entityIdOf(uint32 index) external view returns (address);

    /// @notice Index of the entity that `account` controls; 0: none. Says nothing about its state.
    function controlledBy(address account) external view returns (uint32);

    /// @notice The entity that `account` controls. @dev Reverts unless there is one and it is active.
    function activeControlledBy(address account) external view returns (uint32 index, address entityId);

    /// @notice Reverts unless the entity is active. Returns its entityId.
    function requireActive(uint32 index) external view returns (address entityId);

    /// @notice Reverts unless the entity is active and has one of the roles of `wanted`. Returns its entityId.
    function requireRole(uint32 index, uint32 wanted) external view returns (address entityId);

    /// @notice The entity that `account` controls. @dev Reverts unless it is active, has the assessor role, is accredited and not struck off.
    function accreditedControlledBy(address account) external view returns (uint32 index, address entityId);

    /// @notice Since when the entity is struck off; 0: it is not.
    function struckOffSince(uint32 index) external view returns (uint40);

    /// @notice Whether two entities are the same or of one group.
    function sameGroup(uint32 one, uint32 other) external view returns (bool);

    /// @notice The entity's quota, and what is used of it today as `recorder`, a record contract, counts it.
    function quota(address recorder, address entityId) external view returns (Quota memory);

    /// @notice The numbers that are the entity's own; 0: the default.
    function ownQuota(address entityId) external view returns (uint32 keysPerDay, uint32 recordsPerDay);

    function defaultQuota() external view returns (uint32 keysPerDay, uint32 recordsPerDay);
}
