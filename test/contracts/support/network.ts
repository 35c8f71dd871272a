import { network } from 'hardhat'

/** One chain for all tests of the contracts; fixtures take it back to where they left it. */
export const { ethers, networkHelpers } = await network.create()

export type Signer = Awaited<ReturnType<typeof ethers.getSigners>>[number]
