// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Product sampling (5.6.3)
/// @notice A sample of the keys of a process is requested; the hash of a block that does not exist yet, two blocks later, draws it; what
/// assessors found of the drawn keys is recorded.
/// Population: the keys registered under the process from `from` to `until`, in a block before `drawBlock`, in the order of the
/// KeysCreated events. The sample: the `size` keys of the lowest SHA-256(seed || key id), which anybody can tell from the chain again.
/// Warning: the registry does not know which keys were drawn: readers do. Whoever proposes the draw block chooses among the hashes that it
/// can make; in a set of validators that watch one another that is taken for enough.
interface ISampleRegistry {
    /// @param requestedBy The account that requested it.
    /// @param from First second of registration that counts.
    /// @param until Last second of registration that counts.
    /// @param drawBlock The block whose hash draws the sample.
    /// @param seed That hash; 0: not recorded.
    struct Sample {
        uint48 sampleId;
        uint48 processId;
        address requestedBy;
        uint40 requestedAt;
        uint40 from;
        uint40 until;
        uint32 size;
        uint48 drawBlock;
        bytes32 seed;
    }

    /// @param result From 1: conforming, nonconforming, not_available; 0: nothing is recorded.
    struct Finding {
        uint8 result;
        address assessorId;
        uint40 recordedAt;
        bytes32 reportDigest;
    }

    event SampleRequested(
        uint48 indexed sampleId,
        uint48 indexed processId,
        address requestedBy,
        uint40 from,
        uint40 until,
        uint32 size,
        uint48 drawBlock
    );
    event SampleDrawn(uint48 indexed sampleId, bytes32 seed);
    /// @notice The latest of a sample and key counts.
    event FindingRecorded(
        uint48 indexed sampleId,
        uint48 indexed processId,
        bytes32 indexed keyId,
        uint8 result,
        bytes32 reportDigest,
        address assessorId
    );

    error SampleRegistrySampleUnknown(uint48 sampleId);
    /// @notice The assessor is the process's owner, or of its group.
    error SampleRegistryNotIndependent(uint48 processId, address assessorId);
    /// @notice The period ends before it begins, or in the future: keys that are made now could be made for the sample.
    error SampleRegistryPeriodInvalid(uint40 from, uint40 until);
    error SampleRegistrySizeZero();
    /// @notice The draw block is not there yet.
    error SampleRegistryTooEarly(uint48 sampleId, uint48 drawBlock);
    /// @notice The contract can no longer see the draw block's hash; on the chain it stands for ever.
    error SampleRegistryBlockTooOld(uint48 sampleId, uint48 drawBlock);
    /// @notice The key is of another process than the sample.
    error SampleRegistryProcessWrong(bytes32 keyId, uint48 processId);
    error SampleRegistryResultUnknown(uint8 result);
    error SampleRegistryReportZero();

    // ---- request: keys that were registered from `from` to `until`, both included, and not in the future

    /// @notice By an accredited assessor that is independent of the process's owner.
    function requestAsAssessor(
        uint48 processId,
        uint40 from,
        uint40 until,
        uint32 size
    ) external returns (uint48 sampleId);

    function requestAsProgrammeManager(
        uint48 processId,
        uint40 from,
        uint40 until,
        uint32 size
    ) external returns (uint48 sampleId);

    function requestAsRegulator(
        uint48 processId,
        uint40 from,
        uint40 until,
        uint32 size
    ) external returns (uint48 sampleId);

    // ---- anybody

    /// @notice Keeps the hash of the draw block, from the block after it, for 256 blocks. Who misses that reads the same hash from the chain.
    function draw(uint48 sampleId) external;

    // ---- assessors: accredited, and independent of the process's owner

    /// @notice Records what was found of a key, after the draw block; again, in order to correct it.
    /// @param result From 1: conforming, nonconforming, not_available.
    /// @param reportDigest SHA-256 of the report, which stays off the chain; not zero.
    function recordFinding(uint48 sampleId, bytes32 keyId, uint8 result, bytes32 reportDigest) external;

    // ---- views

    function sample(uint48 sampleId) external view returns (Sample memory);

    /// @notice Samples are counted from 1.
    function sampleCount() external view returns (uint48);

    /// @notice The latest finding of a key in a sample.
    function findingOf(uint48 sampleId, bytes32 keyId) external view returns (Finding memory);
}
