// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Other validator sets, for the day on which the quorum is lost
/// @notice A chain that stands still takes no transaction, and Besu takes other validators by the genesis file's `transitions` only from a
/// contract that is in the state already (its other way, a list in the block headers, leaves a chain that nobody can synchronise from
/// its beginning where forks come by time). So these contracts are there from block 0 on. None has any power of its own: each
/// begins to count when the operators name it, all of them, in their genesis files.
///
/// First one remaining validator goes on alone, for as long as it takes to create the list of all that remain; then those go on; then
/// the ValidatorSet is mended by motion and is named again.
interface IRecoverySets {
    event ListCreated(address indexed list, address[] validators);

    error RecoverySetsListEmpty();
    error RecoverySetsValidatorZero();
    /// @notice Named twice, or not in the order of addresses.
    error RecoverySetsUnordered(address validator);

    /// @notice The set that consists of the validator at `place` of the ValidatorSet's list, 0 to 29. It is there from the beginning.
    function alone(uint256 place) external view returns (address set);

    /// @notice Creates the set that consists of `validators`, in rising order. Anybody may: the address follows from the list. Creating
    /// it again changes nothing.
    function create(address[] calldata validators) external returns (address set);

    /// @notice Where the set of `validators` is, or would be.
    function listOf(address[] calldata validators) external view returns (address set);
}
