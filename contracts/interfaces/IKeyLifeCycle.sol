// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeyOwnership} from "./IKeyOwnership.sol";
import {IKeyRotation} from "./IKeyRotation.sol";

/// @title What becomes of keys after their registration (5.4.5)
/// @notice To be called at the KeyRegistry's address.
interface IKeyLifeCycle is IKeyOwnership, IKeyRotation {}
