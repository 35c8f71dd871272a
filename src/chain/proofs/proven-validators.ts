import type { Hex } from '../../domain/fields.ts'
import type { Client } from '../client.ts'
import { invalid } from './bytes.ts'
import type { ProvenHeader } from './proof.ts'
import { readHeader } from './read-header.ts'
import type { Namer } from './pinned-genesis.ts'
import { firstSlotOf } from './slots.ts'
import { verifyStorage } from './verify-storage.ts'

/** Of every contract that names validators by a list (ValidatorStorage.sol, ListedValidators.sol). */
const listSlot = 0n
const mostValidators = 1000n

/**
 * Whom a contract names for block `header`, proven from its storage in the state of the block before.
 * @throws Problem `proof_invalid`, `state_missing`
 */
export async function provenValidators(client: Client, header: ProvenHeader, { contract, lone }: Namer): Promise<Hex[]> {
  const parent = await readHeader(client, header.parent_hash)
  if (parent.number !== header.number - 1) throw invalid(`before block ${header.number} comes block ${parent.number}`)
  const address = lone?.of ?? contract
  const [size = 0n] = await verifyStorage(client, parent, address, [listSlot])
  if (size > mostValidators) throw invalid(`${address} has a list of ${size} validators`)
  const first = firstSlotOf(listSlot)
  const places = Array.from({ length: Number(size) }, (_, index) => first + BigInt(index))
  const list = (await verifyStorage(client, parent, address, places)).map((value): Hex => `0x${value.toString(16).padStart(40, '0')}`)
  return lone === undefined ? list : list.slice(lone.place, lone.place + 1)
}
