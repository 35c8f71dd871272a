import type { Hex } from 'viem'
import type { Deployment } from '../deployment.ts'

/** A call of a contract, ready for the sender. */
export type ContractCall = { readonly to: Hex; readonly data: Hex }

export type Contracts = Deployment['contracts']

/** Supervisors whose functions go by the same names on every contract. */
export type Supervisor = 'programme_manager' | 'regulator'
export type StaffRole = Supervisor | 'registrar' | 'board'

export const toCall = ({ address }: Contracts['KeyRegistry'], data: Hex): ContractCall => ({ to: address, data })
