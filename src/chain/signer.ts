import type { Hex, TransactionSerializableEIP1559 } from 'viem'

/** The transaction that a signer signs: EIP-1559, everything filled in. */
export type UnsignedTransaction = TransactionSerializableEIP1559 & { readonly chainId: number; readonly nonce: number }

/** Who signs: a keystore in this process, a hardware token, or something remote. `address` in lower case. */
export type Signer = {
  readonly address: Hex
  /** The raw signed transaction, ready for eth_sendRawTransaction. */
  sign(transaction: UnsignedTransaction): Promise<Hex>
  /** Signature of a text, EIP-191 version 0x45 (personal message): 65 bytes, r, s and v. */
  signMessage(text: string): Promise<Hex>
  /** Ends the session with a token; absent where there is none. */
  readonly close?: () => void
}
