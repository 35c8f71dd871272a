// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The seats of the Governing Body (requirements 21, 26 and 27)
/// @notice Each seat has one vote, which nobody can delegate. Its account is the seat's own, apart from the controller of the entity that
/// holds it: neither the registrar, who replaces controllers, nor an entity's suspension can silence a seat. An entity, and a group
/// of entities, holds one seat at most; there are seven seats or more.
///
/// Two kinds of motion over the same seats: an ordinary one needs more than half of all seats, one on the constitution two thirds of
/// all; thresholds can be raised above that by motion, but not so far that one seat alone could stop every motion. What is needed is
/// counted on all seats, so abstaining lowers nothing.
///
/// On every change of seats, thresholds or home countries, evaluated on the result: the seats held from outside the home countries,
/// and the seats of any one segment, stay below the number needed to pass an ordinary motion, the lowest threshold there is. Home
/// countries and segments stand in the ValidatorSet. What a seat's entity is (country, group) the motion says that gave the seat, not
/// the EntityRegistry: a clerk cannot move a cap, nor two clerks a majority.
///
/// Seats are checkpointed (ERC-5805, clock in seconds, ERC-6372): who had a seat when a motion's vote began may vote, while it has it.
interface IBoard {
    enum MotionKind {
        ORDINARY,
        CONSTITUTION
    }

    /// @notice A new seat.
    /// @param entityId entity_id of the entity that holds it.
    /// @param account The account that votes. It holds no seat, and never held one of another entity.
    /// @param country ISO 3166-1 alpha-2: from where the entity is controlled.
    /// @param segment One of the ValidatorSet's segments.
    /// @param group keccak-256 of the rlid of the entity's ultimate parent (its own rlid where it has none).
    struct SeatDetails {
        address entityId;
        address account;
        bytes2 country;
        bytes32 segment;
        bytes32 group;
    }

    struct Seat {
        address entityId;
        address account;
        bytes2 country;
        bytes32 segment;
        bytes32 group;
        uint40 since;
    }

    /// @notice `numerator` of `denominator` of all seats, rounded up; and never less than the kind's own least.
    struct Threshold {
        uint16 numerator;
        uint16 denominator;
    }

    /// @notice How the board stands. `needed` is what an ordinary motion needs, `neededConstitution` what one on the constitution needs.
    struct Standing {
        uint256 seats;
        uint256 needed;
        uint256 neededConstitution;
        uint256 foreign;
        bytes32 segment;
        uint256 inSegment;
    }

    event SeatGiven(address indexed entityId, address indexed account, bytes2 country, bytes32 segment, bytes32 group);
    event SeatTaken(address indexed entityId, address indexed account);
    event SeatAccountProposed(address indexed entityId, address indexed account);
    event SeatAccountReplaced(address indexed entityId, address indexed previous, address indexed account);
    event ThresholdSet(MotionKind indexed kind, uint16 numerator, uint16 denominator);
    event ValidatorSetSet(address validatorSet);

    error BoardVotesNotDelegable();
    error BoardTooFewSeats(uint256 seats, uint256 least);
    error BoardTooManySeats(uint256 seats, uint256 most);
    /// @notice `foreign` seats would be held from outside the home countries, `needed` pass an ordinary motion: too many by `excess`.
    error BoardForeignCap(uint256 foreign, uint256 seats, uint256 needed, uint256 excess);
    error BoardSegmentCap(bytes32 segment, uint256 count, uint256 seats, uint256 needed, uint256 excess);
    error BoardSeatTaken(address entityId);
    /// @notice `entityId` is of the same group as `holder`, which has a seat.
    error BoardGroupTaken(address entityId, address holder);
    error BoardSeatUnknown(address entityId);
    /// @notice `account` has a seat, or had one of another entity.
    error BoardAccountTaken(address account);
    error BoardAccountZero();
    error BoardEntityZero();
    error BoardCountryUnknown(bytes2 country);
    error BoardGroupZero();
    error BoardSegmentUnknown(bytes32 segment);
    /// @notice Not a share of all seats between `leastNumerator` of `leastDenominator`, the kind's own least, and all of them.
    error BoardShareInvalid(
        MotionKind kind,
        uint16 numerator,
        uint16 denominator,
        uint16 leastNumerator,
        uint16 leastDenominator
    );
    /// @notice A motion of `kind` would need `needed` seats. That is not between `least` (for the constitution: what an ordinary motion
    /// needs) and `most`, one seat less than all.
    error BoardThresholdInvalid(MotionKind kind, uint256 needed, uint256 least, uint256 most);
    /// @notice `account` proposed nothing, or somebody else did.
    error BoardAccountNotProposed(address entityId, address account);
    error BoardNotSeated(address account);
    /// @notice There is no ValidatorSet at `validatorSet`, or it takes its home countries from `board`.
    error BoardValidatorSetForeign(address validatorSet, address board);

    // ---- constitution (the Authority's ADMIN)

    /// @notice Takes seats from `taken`, gives `given`, in one step.
    function changeSeats(address[] calldata taken, SeatDetails[] calldata given) external;

    /// @notice Another account for a seat whose own is lost.
    function replaceSeatAccount(address entityId, address account) external;

    function setThreshold(MotionKind kind, uint16 numerator, uint16 denominator) external;

    /// @notice Replaces the home countries in the ValidatorSet; the caps of nodes and of seats hold for the result.
    function setHomeCountries(bytes2[] calldata countries) external;

    /// @notice Another ValidatorSet, after the genesis file's transitions replaced it; the caps hold under its home countries.
    function setValidatorSet(address validatorSet_) external;

    // ---- a seat

    /// @notice The caller's seat names its next account.
    function proposeSeatAccount(address account) external;

    /// @notice The account that was proposed takes over the seat of `entityId`; motions whose vote has begun it cannot vote on.
    function acceptSeatAccount(address entityId) external;

    // ---- views

    function seats() external view returns (Seat[] memory);

    /// @dev Reverts where `account` holds no seat.
    function seatOf(address account) external view returns (Seat memory);

    /// @notice Whether `account` holds a seat now.
    function isSeated(address account) external view returns (bool);

    function standing() external view returns (Standing memory);

    function threshold(MotionKind kind) external view returns (Threshold memory);

    /// @notice For votes that a motion of `kind` needs when its vote began at `timepoint`, of all seats then.
    function needed(MotionKind kind, uint256 timepoint) external view returns (uint256);

    function validatorSet() external view returns (address);
}
