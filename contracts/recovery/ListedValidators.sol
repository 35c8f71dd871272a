// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecoverySets} from "../interfaces/IRecoverySets.sol";

/// @title ListedValidators
/// @notice See IRecoverySets: a list that never changes, each once, none zero.
contract ListedValidators {
    address[] private _validators;

    constructor(address[] memory validators) {
        if (validators.length == 0) revert IRecoverySets.RecoverySetsListEmpty();
        address previous = address(0);
        for (uint256 i = 0; i < validators.length; i++) {
            if (validators[i] == address(0)) revert IRecoverySets.RecoverySetsValidatorZero();
            if (validators[i] <= previous) revert IRecoverySets.RecoverySetsUnordered(validators[i]);
            previous = validators[i];
        }
        _validators = validators;
    }

    /// @notice What Besu asks.
    function getValidators() external view returns (address[] memory) {
        return _validators;
    }
}
