import { invalid } from './bytes.ts'
import { decodeHeader } from './header.ts'
import { lookUp, readNodes } from './look-up.ts'
import type { ProvenReceipt, ReceiptProof } from './proof.ts'
import { decodeReceipt, receiptKey } from './receipt-rlp.ts'

/**
 * The events of a receipt and the block that they are in. Nothing of it is taken on trust but that the chain has a block of `header.hash`: ask a
 * node for its block of that number, or check the seals (trust-header.ts).
 * @throws Problem `proof_invalid`
 */
export function verifyReceiptProof({ header: rlp, index, nodes }: ReceiptProof): ProvenReceipt {
  if (!Number.isSafeInteger(index) || index < 0) throw invalid(`a receipt is at the place ${index} of its block`)
  const header = decodeHeader(rlp)
  const receipt = lookUp(header.receipts_root, receiptKey(index), readNodes([nodes]))
  if (receipt === undefined) throw invalid(`block ${header.number} has no receipt ${index}`)
  return { header, logs: decodeReceipt(receipt) }
}
