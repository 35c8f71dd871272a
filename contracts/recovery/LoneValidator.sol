// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "../interfaces/IValidatorSet.sol";

/// @title LoneValidator
/// @notice See IRecoverySets: one validator of the ValidatorSet, by its place there, so that a key that was rotated is the new one.
contract LoneValidator {
    IValidatorSet public immutable VALIDATOR_SET;
    uint256 public immutable PLACE;

    constructor(IValidatorSet validatorSet, uint256 place) {
        VALIDATOR_SET = validatorSet;
        PLACE = place;
    }

    /// @notice What Besu asks. Reverts where the ValidatorSet has no such place.
    function getValidators() external view returns (address[] memory validators) {
        validators = new address[](1);
        validators[0] = VALIDATOR_SET.getValidators()[PLACE];
    }
}
