import type { Hex } from '../domain/fields.ts'

/** An account of a genesis file. `storage` has slots of 32 bytes each, without those that hold zero. */
export type AllocAccount = {
  readonly nonce: Hex
  readonly balance: Hex
  /** What runs: not the code of the constructor. */
  readonly code: Hex
  readonly storage: Readonly<Record<Hex, Hex>>
}

/** Accounts that are there before the first block, by address: 0x and 40 lower-case hex digits. */
export type Alloc = Readonly<Record<Hex, AllocAccount>>
