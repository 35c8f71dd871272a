import { createHash } from 'node:crypto'
import { fromCode, statuses } from '../domain/enumerations.ts'
import type { Hex } from '../domain/fields.ts'
import { keyRegistryAbi } from './abi/key-registry.generated.ts'
import { createKeys, keysPerCall } from './calls/key-calls.ts'
import { readOutcome } from './read-outcome.ts'
import { view, type ChainRegistry } from './registry.ts'
import type { Sender } from './sender.ts'

export type Registration = {
  readonly processId: string
  /** Undefined opens a lot. */
  readonly lotId?: string | undefined
  readonly keyIds: readonly Hex[]
  /** Told how many of them are done. */
  readonly onProgress?: (done: number) => void
}

export type Registered = {
  readonly process_id: string
  /** Null: every key stood under the process already. */
  readonly lot_id: string | null
  readonly registered: number
  readonly already_registered: number
  readonly transactions: readonly Hex[]
}

/** Transactions on their way at once. */
const inFlight = 4
const readsAtOnce = 25

/**
 * Registers any number of keys, 500 a transaction, all in one lot. Killed and called again with the same list, it goes on where it stopped, in
 * the lot that it had opened; called again after its end, it changes nothing.
 * @throws Problem what the registry refuses; what stands by then stays
 */
export async function registerKeys(registry: ChainRegistry, sender: Sender, registration: Registration): Promise<Registered> {
  const { processId, onProgress } = registration
  const keyIds = [...new Set(registration.keyIds)]
  const batches = Array.from({ length: Math.ceil(keyIds.length / keysPerCall) }, (_, index) =>
    keyIds.slice(index * keysPerCall, (index + 1) * keysPerCall),
  )
  const digest = createHash('sha256').update(keyIds.join()).digest('hex').slice(0, 16)
  let lotId = registration.lotId
  let [registered, done] = [0, 0]
  const transactions: Hex[] = []

  const begin = async (batch: readonly Hex[], index: number) => {
    const base = `register:${processId}:${registration.lotId ?? 'new'}:${digest}:${index}`
    const { id, earlier } = await usableId(registry, sender, base, batch)
    // an earlier call may have gone into a lot that only its own transaction knows
    if (!earlier) await sender.submit({ id, ...createKeys(registry.deployment.contracts, processId, lotId, batch) })
    return { id, earlier, size: batch.length }
  }
  const end = async ({ id, earlier, size }: Awaited<ReturnType<typeof begin>>) => {
    const { hash, receipt } = await sender.settle(id)
    const outcome = readOutcome(registry.deployment, receipt)
    lotId ??= outcome.lot_id
    if (!earlier) registered += outcome.key_ids?.length ?? 0
    transactions.push(hash)
    onProgress?.((done += size))
  }

  const underWay: Awaited<ReturnType<typeof begin>>[] = []
  for (const [index, batch] of batches.entries()) {
    const next = underWay.length >= inFlight || lotId === undefined ? underWay.shift() : undefined
    if (next !== undefined) await end(next)
    underWay.push(await begin(batch, index))
  }
  for (const last of underWay) await end(last)
  return { process_id: processId, lot_id: lotId ?? null, registered, already_registered: keyIds.length - registered, transactions }
}

/** The id of a batch: that of an earlier call where that still stands for what is wanted. */
async function usableId(
  registry: ChainRegistry,
  sender: Sender,
  base: string,
  batch: readonly Hex[],
): Promise<{ id: string; earlier: boolean }> {
  for (let attempt = 0; ; attempt++) {
    const id = `${base}:${attempt}`
    const known = sender.find(id)
    if (known === undefined || known.state === 'rejected') return { id, earlier: false }
    if (known.state === 'pending' || (known.state === 'mined' && (await areRegistered(registry, batch)))) return { id, earlier: true }
  }
}

/** Whether every key stands in the registry, and not as void. */
async function areRegistered({ client, deployment }: ChainRegistry, keyIds: readonly Hex[]): Promise<boolean> {
  const { address } = deployment.contracts.KeyRegistry
  for (let start = 0; start < keyIds.length; start += readsAtOnce) {
    const reads = keyIds
      .slice(start, start + readsAtOnce)
      .map((id) => view(() => client.readContract({ address, abi: keyRegistryAbi, functionName: 'effectiveStatus', args: [id] })))
    const found = await Promise.all(reads)
    if (found.some(([status]) => status === 0 || fromCode(statuses, status) === 'void')) return false
  }
  return true
}
