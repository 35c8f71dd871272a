import type { TypedDataDomain } from 'ethers'
import type { BoardGovernor } from '../../../types/index.ts'
import { ethers } from './network.ts'

/** EIP-712 types of a signed vote without, and with, its reason. */
export const ballotTypes = {
  Ballot: [
    { name: 'proposalId', type: 'uint256' },
    { name: 'support', type: 'uint8' },
    { name: 'voter', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
}
export const extendedBallotTypes = {
  ExtendedBallot: [...ballotTypes.Ballot, { name: 'reason', type: 'string' }, { name: 'params', type: 'bytes' }],
}

export async function domainOf(governor: BoardGovernor): Promise<TypedDataDomain> {
  const { chainId } = await ethers.provider.getNetwork()
  return { name: await governor.name(), version: '1', chainId, verifyingContract: await governor.getAddress() }
}
