import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import { ask } from '../chain-problem.ts'
import type { Client } from '../client.ts'
import { bytesOf, decodeRlp, hexOf, invalid, listOfBytes, singleBytes } from './bytes.ts'
import { lookUp, readNodes } from './look-up.ts'
import type { ProvenHeader } from './proof.ts'

/** Besu and EDR answer with some 4 kB a slot; EDR computes the whole state anew for every request. */
const slotsPerRequest = 1000

/**
 * What a contract's slots hold in the state after a block, each proven against the header's state root; a slot that is not there holds 0, which is
 * proven as well.
 * @param slots numbers of slots, as `slotOf` and the contracts' layouts give them
 * @throws Problem `proof_invalid` for a proof that does not hold; `state_missing` where the node has the block's state no more
 */
export async function verifyStorage(client: Client, header: ProvenHeader, address: Hex, slots: readonly bigint[]): Promise<bigint[]> {
  const values: bigint[] = []
  for (let first = 0; first < slots.length; first += slotsPerRequest) {
    const some = slots.slice(first, first + slotsPerRequest)
    values.push(...verifyStorageProof(header, address, some, await readProof(client, header, address, some)))
  }
  return values
}

/** An answer to eth_getProof (EIP-1186), as far as it is looked at: everything else follows from it. */
type StorageProof = {
  readonly accountProof: readonly Hex[]
  /** In the order of the request. */
  readonly storageProof: readonly { readonly proof: readonly Hex[] }[]
}

/** @throws Problem `proof_invalid` */
function verifyStorageProof(header: ProvenHeader, address: Hex, slots: readonly bigint[], proof: StorageProof): bigint[] {
  if (proof.storageProof.length !== slots.length) throw invalid(`of ${slots.length} slots ${proof.storageProof.length} are proven`)
  const account = lookUp(header.state_root, keccak_256(bytesOf(address)), readNodes([proof.accountProof]))
  if (account === undefined) return slots.map(() => 0n)
  const [, , storageRoot] = listOfBytes(decodeRlp(account), 'an account')
  const root = hexOf(singleBytes(storageRoot, 'the root of a storage'))
  const nodes = readNodes(proof.storageProof.map(({ proof }) => proof))
  return slots.map((slot) => {
    const value = lookUp(root, keccak_256(bytesOf(slotHex(slot))), nodes)
    return value === undefined ? 0n : BigInt(hexOf(singleBytes(decodeRlp(value), 'the value of a slot')))
  })
}

async function readProof(client: Client, header: ProvenHeader, address: Hex, slots: readonly bigint[]): Promise<StorageProof> {
  const params = [address, slots.map(slotHex), `0x${header.number.toString(16)}`]
  const found: unknown = await askForState(header, () => client.request({ method: 'eth_getProof', params } as never))
  if (isProof(found)) return found
  throw new Problem('chain_nonsense', { detail: 'the node answers eth_getProof with something that is no proof' })
}

/** Nodes keep the state of the last blocks only, and say so each in words of its own. */
async function askForState(header: ProvenHeader, request: () => Promise<unknown>): Promise<unknown> {
  const gone = (cause?: unknown) =>
    new Problem('state_missing', { detail: `the node has no state of block ${header.number}`, ...(cause !== undefined && { cause }) })
  try {
    const found = await ask(request)
    if (found === null) throw gone()
    return found
  } catch (error) {
    if (
      error instanceof Problem &&
      error.code === 'chain_refused' &&
      /state|unknown block|not available|missing|internal error/i.test(error.message)
    ) {
      throw gone(error)
    }
    throw error
  }
}

function isProof(found: unknown): found is StorageProof {
  const isList = (value: unknown) => Array.isArray(value) && value.every((node) => typeof node === 'string')
  const { accountProof, storageProof } = (found ?? {}) as { accountProof?: unknown; storageProof?: unknown }
  return (
    isList(accountProof) &&
    Array.isArray(storageProof) &&
    storageProof.every((each: unknown) => isList((each as { proof?: unknown } | null)?.proof))
  )
}

/** EDR takes nothing shorter than 32 bytes. */
const slotHex = (slot: bigint): Hex => `0x${slot.toString(16).padStart(64, '0')}`
