// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssessmentKind, Rank} from "./RegistryTypes.sol";

/// @title Assessments (tables 6 to 8)
/// @notice An original assessment opens a *series*, which has its id; renewals and corrections follow in it. The last approved one is
/// the series' head, and speaks for all keys of the processes that the series is linked to. A process has two series, one of each kind.
/// A series is in force while its head is approved and the head's assessor is not struck off since before its completion. Time alone
/// changes nothing: that an assessment is older than the validity set by motion is a finding for its readers, and no state.
/// An assessor has no interest in what it assesses: it is neither the owner of a process that the series is linked to, nor the named
/// key generator or manufacturer, nor of the group of one of them; when it records, and again when the assessment is approved.
/// Records are immutable but for their state.
interface IAssessmentRegistry {
    enum AssessmentState {
        NONE,
        PROPOSED,
        APPROVED,
        REJECTED,
        SUSPENDED,
        WITHDRAWN,
        CORRECTED
    }

    /// @notice What all assessments say.
    /// @param completionDate Not in the future.
    /// @param referenceDigest Table 7, `reference`: SHA-256 of the evidence off the chain, not zero.
    /// @param keyGeneratorId Entity that generates the keys; the zero address: not given.
    /// @param manufacturerId Entity that makes the component or equipment; the zero address: not given.
    /// @param scope What was assessed, 1 to 200 bytes.
    /// @param criteriaDigest SHA-256 of a registered document of assessment criteria that applied at the completion; 0: not given.
    struct AssessmentDetails {
        uint40 completionDate;
        bytes32 referenceDigest;
        address keyGeneratorId;
        address manufacturerId;
        string scope;
        bytes32 criteriaDigest;
    }

    /// @notice Table 7.
    /// @param cryptographicStrength Bits, 1 to 512.
    /// @param keyGenerationEntity From 1: onboard_se, onboard_tpm, onboard_tee, onboard_processor, hsm, offline_appliance,
    /// online_appliance, other.
    /// @param entropyBits True random bits, 1 to 4096.
    /// @param entropySource From 1: physical, physical_validated, drbg, drbg_validated, non_physical, operating_system, deterministic,
    /// unknown.
    /// @param location ISO 3166-1 alpha-2 and, behind a blank, a postal code: 1 to 12 of [A-Z0-9 -], the first and
    /// last a letter or digit.
    /// @param certifications Bit field of the 40 certifications known, `fips_140_2_l1` is the lowest bit.
    struct KeyGenerationResult {
        uint16 cryptographicStrength;
        uint8 keyGenerationEntity;
        uint16 entropyBits;
        uint8 entropySource;
        string location;
        uint64 certifications;
    }

    /// @notice Table 8.
    /// @param keyStorage From 1: secure_element, tpm, hsm, tee, puf, encrypted_memory, protected_memory, unprotected_memory.
    /// @param accessControl From 1: hardware, privileged_software, non_privileged_software, none.
    /// @param deviceIntegrity From 1: secure_boot_hardware, secure_boot_software, none.
    /// @param certifications As in table 7.
    struct KeyProtectionResult {
        uint8 keyStorage;
        uint8 accessControl;
        uint8 deviceIntegrity;
        uint64 certifications;
    }

    /// @param processId The process that the series was recorded for.
    /// @param pastAssessmentId The original, in renewals and corrections; 0 in an original.
    /// @param correctsId The record that this one corrects; 0: none.
    /// @param approvalDate When the Governing Body approved it; 0: not yet.
    /// @param keyGeneration Table 7, of a renewal those that it confirms; empty in the other kind.
    /// @param keyProtection Table 8, likewise.
    struct Assessment {
        uint48 assessmentId;
        AssessmentKind kind;
        uint48 processId;
        address assessorId;
        uint48 pastAssessmentId;
        uint48 correctsId;
        AssessmentDetails details;
        uint40 recordedAt;
        uint40 approvalDate;
        AssessmentState state;
        Rank stateBy;
        uint8 stateReason;
        uint40 stateSince;
        KeyGenerationResult keyGeneration;
        KeyProtectionResult keyProtection;
    }

    /// @notice What counts of a series for a key's effective status: its head.
    struct Head {
        uint48 assessmentId;
        AssessmentState state;
        uint40 completionDate;
        uint40 assessorStruckOffSince;
    }

    event AssessmentRecorded(
        uint48 indexed assessmentId,
        uint48 indexed processId,
        address indexed assessorId,
        AssessmentKind kind,
        uint48 pastAssessmentId,
        uint48 correctsId,
        AssessmentDetails details
    );
    /// @notice Table 7, of an original or a correction.
    event KeyGenerationResultRecorded(uint48 indexed assessmentId, KeyGenerationResult result);
    /// @notice Table 8, of an original or a correction.
    event KeyProtectionResultRecorded(uint48 indexed assessmentId, KeyProtectionResult result);
    event SeriesLinked(uint48 indexed processId, uint48 indexed seriesId, AssessmentKind kind);
    /// @notice The original was rejected, or taken back: the process's place is free again.
    event SeriesUnlinked(uint48 indexed processId, uint48 indexed seriesId, AssessmentKind kind);
    /// @notice The assessment is its series' head now.
    event AssessmentApproved(uint48 indexed assessmentId, uint48 indexed seriesId);
    event AssessmentRejected(uint48 indexed assessmentId, uint48 indexed seriesId);
    /// @notice Its assessor took the draft back: it is rejected.
    event AssessmentRetracted(uint48 indexed assessmentId, uint48 indexed seriesId);
    /// @param commentDigest SHA-256 of a comment on the draft, which stays off the chain.
    event AssessmentCommented(uint48 indexed assessmentId, bytes32 commentDigest);
    event AssessmentCorrected(uint48 indexed assessmentId, uint48 indexed correctionId);
    event AssessmentSuspended(uint48 indexed assessmentId, Rank by, uint8 reason);
    event AssessmentReinstated(uint48 indexed assessmentId, Rank by);
    event AssessmentWithdrawn(uint48 indexed assessmentId, uint8 reason);
    event ValiditySet(uint32 validitySeconds, uint32 graceSeconds);

    error AssessmentRegistryAssessmentUnknown(uint48 assessmentId);
    error AssessmentRegistrySeriesUnknown(uint48 seriesId);
    /// @notice The assessor is the process's owner, or of its group.
    error AssessmentRegistryNotIndependent(uint48 processId, address assessorId);
    /// @notice The assessor is, or is of the group of, an entity in whose interest the assessment is: the owner of another process that the
    /// series is linked to, the named key generator or manufacturer.
    error AssessmentRegistryConflictOfInterest(address assessorId, address entityId);
    /// @notice The series is linked to processes of as many owners as it can.
    error AssessmentRegistrySeriesFull(uint48 seriesId, uint256 most);
    /// @notice The draft is another assessor's.
    error AssessmentRegistryNotAssessor(uint48 assessmentId, address entityId);
    /// @notice The process has a series of this kind already.
    error AssessmentRegistryPlaceTaken(uint48 processId, AssessmentKind kind, uint48 seriesId);
    /// @notice The head cannot be followed: it is not approved, nor suspended by the programme manager.
    error AssessmentRegistrySeriesNotInForce(uint48 seriesId, AssessmentState headState);
    error AssessmentRegistryKindWrong(uint48 assessmentId, AssessmentKind kind);
    /// @notice What is corrected is not, or no longer, the head of its series.
    error AssessmentRegistryNotHead(uint48 assessmentId, uint48 headId);
    error AssessmentRegistryCompletionInFuture(uint40 completionDate);
    /// @notice A renewal is completed after the head that it renews.
    error AssessmentRegistryCompletionTooEarly(uint40 completionDate, uint40 headCompletionDate);
    /// @notice The assessor is struck off since before the completion.
    error AssessmentRegistryAssessorStruckOff(uint48 assessmentId, address assessorId);
    /// @notice The value of the field (in the specification's words) is outside of what it may be.
    error AssessmentRegistryValueInvalid(string field, uint256 value);
    /// @notice The hash is of no registered document of assessment criteria, or of one that was withdrawn before the completion.
    error AssessmentRegistryCriteriaUnknown(bytes32 criteriaDigest, uint40 completionDate);
    error AssessmentRegistryTextInvalid(string field, string value);
    /// @notice The act does not fit the state that the assessment is in.
    error AssessmentRegistryStateWrong(uint48 assessmentId, AssessmentState state);
    /// @notice A higher authority set the state: `by`, not lower, has to act.
    error AssessmentRegistryRankTooLow(uint48 assessmentId, Rank by);
    error AssessmentRegistryReasonUnknown(uint8 reason);

    // ---- assessors: active, accredited, not struck off, without an interest

    /// @notice Records an original of table 7, and links the series that it opens to the process.
    function recordKeyGeneration(
        uint48 processId,
        AssessmentDetails calldata details,
        KeyGenerationResult calldata result
    ) external returns (uint48 assessmentId);

    /// @notice Records an original of table 8, and links the series that it opens to the process.
    function recordKeyProtection(
        uint48 processId,
        AssessmentDetails calldata details,
        KeyProtectionResult calldata result
    ) external returns (uint48 assessmentId);

    /// @notice Records that the head's results were found again. Approved, it takes over the results of the head as it is then.
    function renew(uint48 seriesId, AssessmentDetails calldata details) external returns (uint48 assessmentId);

    /// @notice Records what a head of table 7 should have said. Approved, it takes the head's place without a gap.
    function correctKeyGeneration(
        uint48 headId,
        AssessmentDetails calldata details,
        KeyGenerationResult calldata result
    ) external returns (uint48 assessmentId);

    /// @notice Records what a head of table 8 should have said. Approved, it takes the head's place without a gap.
    function correctKeyProtection(
        uint48 headId,
        AssessmentDetails calldata details,
        KeyProtectionResult calldata result
    ) external returns (uint48 assessmentId);

    /// @notice Says, once, that a process uses what a series in force was made for: another owner's component or appliance.
    /// The assessor of the series' head is independent of the process's owner, too. Processes of at most 100 owners share a series.
    /// @dev Again, it changes nothing; for a link from before owners were counted, it counts the owner.
    function linkSeries(uint48 processId, uint48 seriesId) external;

    /// @notice The assessor takes its draft back, which becomes rejected, by Rank.OWNER. It need not be accredited any more.
    function retract(uint48 assessmentId) external;

    // ---- supervision

    /// @notice By the programme manager, for the Governing Body; sets the approval date.
    function approve(uint48 assessmentId) external;

    function reject(uint48 assessmentId) external;

    /// @notice By the programme manager, on a draft. Nothing is kept but the event.
    /// @param commentDigest SHA-256 of the comment, not zero.
    function comment(uint48 assessmentId, bytes32 commentDigest) external;

    function suspendAsProgrammeManager(uint48 assessmentId, uint8 reason) external;

    function reinstateAsProgrammeManager(uint48 assessmentId) external;

    function suspendAsRegulator(uint48 assessmentId, uint8 reason) external;

    function reinstateAsRegulator(uint48 assessmentId) external;

    /// @notice By motion, of an approved or suspended one. Final.
    function withdraw(uint48 assessmentId, uint8 reason) external;

    /// @notice By motion, of a suspended one: an appeal against the suspension, whoever suspended it.
    function reinstateAsBoard(uint48 assessmentId) external;

    /// @notice By motion: how long an assessment is valid from its completion, and for how long it is tolerated after that. Changes no
    /// state: its readers act on it.
    /// @param validitySeconds 0: no limit.
    /// @param graceSeconds 0 where there is no limit.
    function setValidity(uint32 validitySeconds, uint32 graceSeconds) external;

    // ---- views

    function assessment(uint48 assessmentId) external view returns (Assessment memory);

    /// @notice Assessments of both kinds are counted from 1, together.
    function assessmentCount() external view returns (uint48);

    /// @notice The series linked to a process; 0: none yet.
    function seriesOf(uint48 processId) external view returns (uint48 keyGenerationId, uint48 keyProtectionId);

    /// @notice The series' head. @dev Until the original is approved, the original.
    function headOf(uint48 seriesId) external view returns (uint48 assessmentId);

    /// @notice The heads of both series of a process; one that is missing has the id 0.
    function headsOf(uint48 processId) external view returns (Head memory keyGeneration, Head memory keyProtection);

    function isInForce(uint48 seriesId) external view returns (bool);

    /// @notice Owners of the processes that the series is linked to, each once, from the one that it was recorded for; none where
    /// the original was rejected.
    function linkedOwners(uint48 seriesId) external view returns (address[] memory);

    /// @notice What `setValidity` set; (0, 0) until then: no limit.
    function validity() external view returns (uint32 validitySeconds, uint32 graceSeconds);
}
