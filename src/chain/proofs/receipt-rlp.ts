import type { TransactionReceipt } from 'viem'
import { bytesOf, decodeRlp, encodeRlp, hexOf, invalid, listOfBytes, quantity, singleBytes, type Rlp } from './bytes.ts'
import type { ProvenLog } from './proof.ts'

/** First byte of a receipt by its transaction's type (EIP-2718); a legacy one has none. */
const typeBytes: Readonly<Record<string, number | undefined>> = { legacy: undefined, eip2930: 1, eip1559: 2, eip4844: 3, eip7702: 4 }

/** Key of a receipt in the receipts' trie of its block. */
export const receiptKey = (index: number): Uint8Array => encodeRlp(quantity(BigInt(index)))

/** A receipt as the receipts' trie has it. @throws Problem `proof_invalid` where the node left out a field, or its type is unknown here */
export function encodeReceipt({ type, status, cumulativeGasUsed, logsBloom, logs }: TransactionReceipt): Uint8Array {
  if (!Object.hasOwn(typeBytes, type)) throw invalid(`a receipt has the type ${type}`)
  const first = typeBytes[type]
  const body = encodeRlp([
    quantity(status === 'success' ? 1n : 0n),
    quantity(cumulativeGasUsed),
    bytesOf(logsBloom),
    logs.map(({ address, topics, data }): Rlp => [bytesOf(address), topics.map(bytesOf), bytesOf(data)]),
  ])
  return first === undefined ? body : Buffer.concat([Uint8Array.of(first), body])
}

/** The events of a receipt. @throws Problem `proof_invalid` */
export function decodeReceipt(bytes: Uint8Array): ProvenLog[] {
  // a list begins with 0xc0 or above, a type lies below 0x80
  const parts = decodeRlp((bytes[0] ?? 0) < 0x80 ? bytes.subarray(1) : bytes)
  if (!Array.isArray(parts) || parts.length !== 4 || !Array.isArray(parts[3])) throw invalid('a receipt has not its four parts')
  return parts[3].map((log) => {
    if (!Array.isArray(log) || log.length !== 3) throw invalid('an event of a receipt has not its three parts')
    const [address, topics, data] = log
    return {
      address: hexOf(singleBytes(address, 'the address of an event')),
      topics: listOfBytes(topics, 'the topics of an event').map(hexOf),
      data: hexOf(singleBytes(data, 'the data of an event')),
    }
  })
}
