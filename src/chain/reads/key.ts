import type { Hex } from '../../domain/fields.ts'
import type { KeyRecord } from '../../domain/records.ts'
import { keyRegistryAbi as abi } from '../abi/key-registry.generated.ts'
import { toKeyRecord } from '../records/key-record.ts'
import { atBlock, viewOrUndefined, type ChainRegistry } from '../registry.ts'

const atOnce = 16

/** Table 4 of many keys, those that are registered, in their order. @param onProgress told how many were read */
export async function readKeyRecords(
  { client, deployment }: ChainRegistry,
  keyIds: readonly Hex[],
  block?: number,
  onProgress?: (done: number) => void,
): Promise<KeyRecord[]> {
  const { address } = deployment.contracts.KeyRegistry
  const read = (keyId: Hex) =>
    viewOrUndefined(() => client.readContract({ address, abi, functionName: 'key', args: [keyId], ...atBlock(block) }))
  const found: KeyRecord[] = []
  for (let start = 0; start < keyIds.length; start += atOnce) {
    const answers = await Promise.all(keyIds.slice(start, start + atOnce).map(read))
    found.push(...answers.flatMap((answer) => (answer === undefined ? [] : [toKeyRecord(answer)])))
    onProgress?.(Math.min(start + atOnce, keyIds.length))
  }
  return found
}
