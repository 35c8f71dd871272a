// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Enumerations start at 1 everywhere: 0 is "not given".

/// @notice Who set a state, in rising order: only the same or a higher rank takes a suspension back.
enum Rank {
    NONE,
    OWNER,
    PROCESS_OWNER,
    PROGRAMME_MANAGER,
    REGULATOR,
    MOTION
}

/// @notice State of a process and of a lot; only a lot is retired (EOL).
enum RecordState {
    NONE,
    ACTIVE,
    SUSPENDED,
    REVOKED,
    EOL
}

/// @notice Which of a process's two series an assessment belongs to: tables 7 and 8.
enum AssessmentKind {
    NONE,
    KEY_GENERATION,
    KEY_PROTECTION
}

/// @notice Status of a key (table 4). The last four are final, but that a motion can make any entry void.
enum KeyStatus {
    NONE,
    ACTIVE,
    SUSPENDED,
    REVOKED,
    EOL,
    SUPERSEDED,
    VOID
}
