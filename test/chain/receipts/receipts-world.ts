import { randomUUID, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createKeys } from '../../../src/chain/calls/key-calls.ts'
import { readOutcome } from '../../../src/chain/read-outcome.ts'
import { openReceipts, type Receipts } from '../../../src/chain/receipts/write-receipts.ts'
import {
  verifyReceipts,
  type ReceiptFault,
  type VerifiedReceipts,
  type VerifyOptions,
} from '../../../src/chain/receipts/verify-receipts.ts'
import type { RegisteredBatch } from '../../../src/chain/register/registration.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { keyListOf, type KeyList } from '../../../src/domain/key-files/key-list.ts'
import type { World } from '../../support/world.ts'

export const randomKeyIds = (count: number): Hex[] => Array.from({ length: count }, (): Hex => `0x${randomBytes(32).toString('hex')}`)

/** Registers a part of a list, as the mass writer does it and tells of it. */
export async function registerPart(world: World, keys: KeyList, first: number, count: number, lotId?: string): Promise<RegisteredBatch> {
  const { process_id } = world.processes.secure_element
  const key_ids = keys.slice(first, count)
  const call = createKeys(world.deployment.contracts, process_id, lotId, key_ids)
  const { hash, receipt } = await world.actors.chip_maker.sender.send({ id: randomUUID(), ...call })
  const outcome = readOutcome(world.deployment, receipt)
  return {
    first,
    count: key_ids.length,
    key_ids,
    positions: key_ids.map((_, index) => first + index),
    transaction: hash,
    block: Number(receipt.blockNumber),
    lot_id: outcome.lot_id ?? null,
    registered: outcome.key_ids?.length ?? 0,
    receipt,
  }
}

export function open(world: World, path: string, keys: KeyList): Promise<Receipts> {
  return openReceipts(world.registry, path, { processId: world.processes.secure_element.process_id, keys })
}

/** Registers new keys in batches and writes their receipts: every other batch with proofs of possession, in the third of every other key. */
export async function writtenReceipts(world: World, path: string, batches: number, size: number): Promise<KeyList> {
  const ids = randomKeyIds(batches * size)
  const proven = ids.map((_, position) => {
    const batch = Math.floor(position / size)
    return batch === 2 ? position % 2 === 0 : batch % 2 === 0
  })
  const keys = keyListOf(ids, proven)
  const receipts = await open(world, path, keys)
  let lot: string | undefined
  for (let batch = 0; batch < batches; batch++) {
    const registered = await registerPart(world, keys, batch * size, size, lot)
    lot = registered.lot_id ?? undefined
    await receipts.add(registered)
  }
  await receipts.finish()
  return keys
}

export type Verified = VerifiedReceipts & { readonly told: readonly ReceiptFault[] }

export async function verified(world: World, bytes: Uint8Array | string, options: Partial<VerifyOptions> = {}): Promise<Verified> {
  const told: ReceiptFault[] = []
  const content = typeof bytes === 'string' ? readFileSync(bytes) : bytes
  const result = await verifyReceipts(world.registry, chunksOf(content), {
    standing: 'all',
    onFault: (fault) => told.push(fault),
    ...options,
  })
  return { ...result, told }
}

/** In pieces that end anywhere. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += 1013) yield bytes.subarray(at, at + 1013)
}
