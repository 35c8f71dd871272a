// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRecoverySets} from "./interfaces/IRecoverySets.sol";
import {IValidatorSet} from "./interfaces/IValidatorSet.sol";
import {ListedValidators} from "./recovery/ListedValidators.sol";
import {LoneValidator} from "./recovery/LoneValidator.sol";

/// @title RecoverySets
/// @notice See IRecoverySets.
contract RecoverySets is IRecoverySets {
    uint256 private constant _PLACES = 30;

    mapping(uint256 place => address set) private _alone;

    constructor(IValidatorSet validatorSet) {
        for (uint256 place = 0; place < _PLACES; place++) {
            _alone[place] = address(new LoneValidator(validatorSet, place));
        }
    }

    /// @inheritdoc IRecoverySets
    function create(address[] calldata validators) external returns (address set) {
        set = listOf(validators);
        if (set.code.length > 0) return set;

        new ListedValidators{salt: bytes32(0)}(validators);

        emit ListCreated(set, validators);
    }

    /// @inheritdoc IRecoverySets
    function alone(uint256 place) external view returns (address set) {
        return _alone[place];
    }

    /// @inheritdoc IRecoverySets
    function listOf(address[] calldata validators) public view returns (address set) {
        // EIP-1014
        bytes32 code = keccak256(abi.encodePacked(type(ListedValidators).creationCode, abi.encode(validators)));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), bytes32(0), code)))));
    }
}
