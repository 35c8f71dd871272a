import type { Hex } from '../../domain/fields.ts'
import { createKeys } from '../calls/key-calls.ts'
import { readKeyRecords } from '../reads/key.ts'
import { view, type ChainRegistry } from '../registry.ts'

/**
 * Asks what a registration would do, without a transaction.
 * @returns whether it would make a key
 * @throws Problem what the registry refuses
 */
export async function wouldCreate(
  registry: ChainRegistry,
  account: Hex,
  processId: string,
  lotId: string | undefined,
  keyIds: readonly Hex[],
): Promise<boolean> {
  const { client, deployment } = registry
  const outcome = async (lot: string | undefined) => {
    const { to, data } = createKeys(deployment.contracts, processId, lot, keyIds)
    const answer = await view(() => client.request({ method: 'eth_call', params: [{ from: account, to, data }, 'latest'] }))
    return answer === '0x' ? 0n : BigInt(answer)
  }
  if (lotId !== undefined) {
    await outcome(lotId)
    const [first] = await readKeyRecords(registry, keyIds.slice(0, 1))
    if (first === undefined || first.status === 'void') return true
  }
  // with nothing to make, no lot is opened
  return (await outcome(undefined)) !== 0n
}
