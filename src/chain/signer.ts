import type { Hex, TransactionSerializableEIP1559 } from 'viem'

/** The transaction that a signer signs: EIP-1559, everything filled in. */
export type UnsignedTransaction = TransactionSerializableEIP1559 & { readonly chainId: number; readonly nonce: number }

/** Who signs: a keystore in this process, or something remote. `address` in lower case. */
export type Signer = {
  readonly address: Hex
  /** The raw signed transaction, ready for eth_sendRawTransaction. */
  sign(transaction: UnsignedTransaction): Promise<Hex>
}
