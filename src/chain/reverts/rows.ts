import type { Abi, ContractErrorArgs, ContractErrorName } from 'viem'
import { authorities, fromCode } from '../../domain/enumerations.ts'
import type { ProblemCode } from '../../domain/problem.ts'

/** What a custom error comes to. `field` is the specification's name of what is at fault; `retryAt`, RFC 3339, when it is no more. */
export type Explanation = { readonly code: ProblemCode; readonly detail: string; readonly field?: string; readonly retryAt?: string }

type Arguments<A extends Abi, N extends ContractErrorName<A>> =
  ContractErrorArgs<A, N> extends infer T extends readonly unknown[] ? T : readonly []

/** One row for every custom error of an ABI: a new error without a row does not compile. */
export type Rows<A extends Abi> = { readonly [N in ContractErrorName<A>]: (...values: Arguments<A, N>) => Explanation }

export const refusedValue = (field: string, detail: string): Explanation => ({ code: 'value_refused', field, detail })

export const refusedReason = (reason: number): Explanation => refusedValue('reason', `no reason has the number ${reason}`)

/** The authority that set a state, in words. */
const rankName = (rank: number): string => fromCode(authorities, rank) ?? 'nobody'

export const rankTooLow = (what: string, by: number): Explanation => ({
  code: 'rank_too_low',
  detail: `the state of ${what} was set by ${rankName(by)}`,
})

/** Names of the Authority's roles, by number. */
export const authorityRoles = ['ADMIN', 'BOARD', 'REGISTRAR', 'PROGRAMME_MANAGER', 'REGULATOR'] as const

export const roleMissing = (account: string, role: bigint): Explanation => ({
  code: 'role_missing',
  detail: `${account} does not hold the role ${authorityRoles[Number(role)] ?? role}`,
})

/** Errors of OpenZeppelin's contracts that only a fault of ours, or of who deployed, can bring up. */
export const unexpected =
  (name: string) =>
  (...values: readonly unknown[]): Explanation => ({ code: 'transaction_reverted', detail: `${name}(${values.map(String).join(', ')})` })
