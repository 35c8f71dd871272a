import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { ProvenHeader } from '../proofs/proof.ts'
import { verifyReceiptProof } from '../proofs/verify-receipt-proof.ts'
import { keysCreated } from './keys-created.ts'
import type { RegisteredLine } from './receipt-lines.ts'

/**
 * What a line says, held against its own proof: that a block with this header has an event of the registry with these keys, under this process and
 * in this lot. That the chain has the block is not shown by it.
 * @param address of the KeyRegistry
 * @throws Problem proof_invalid
 */
export function verifyLine(line: RegisteredLine, address: Hex, processId: string): ProvenHeader {
  const { header, logs } = verifyReceiptProof(line.proof as Parameters<typeof verifyReceiptProof>[0])
  if (header.number !== line.block || header.hash !== line.block_hash) {
    throw invalid(`its proof is of block ${header.number}, ${header.hash}, the line says ${line.block}, ${line.block_hash}`)
  }
  const events = keysCreated(address, logs)
  const event = events.find(({ lot_id }) => lot_id === line.lot_id)
  if (event === undefined) throw invalid(`in block ${line.block} the transaction registered no keys in lot ${line.lot_id}`)
  if (event.process_id !== processId)
    throw invalid(`the keys were registered under process ${event.process_id}, the file is of process ${processId}`)
  const place = event.key_ids.findIndex((keyId, index) => keyId !== line.key_ids[index])
  if (place !== -1 || event.key_ids.length !== line.key_ids.length) {
    const at = place === -1 ? event.key_ids.length : place
    throw invalid(`key_ids[${at}] is ${line.key_ids[at] ?? 'missing'}, the event has ${event.key_ids[at] ?? 'no more'}`)
  }
  return header
}

const invalid = (detail: string) => new Problem('proof_invalid', { detail })
