import type { Hex } from '../../domain/fields.ts'
import type { KeyInfo } from '../../domain/records.ts'
import { keyLensAbi } from '../abi/key-lens.generated.ts'
import { toKeyInfo } from '../records/key-record.ts'
import { atBlock, viewOrUndefined, type ChainRegistry } from '../registry.ts'

/** `get_key_info` (table 10) in one eth_call, at a block or at the newest; undefined for a key that is not registered. */
export async function readKeyInfo({ client, deployment }: ChainRegistry, keyId: Hex, block?: number): Promise<KeyInfo | undefined> {
  const { address } = deployment.contracts.KeyLens
  const call = { address, abi: keyLensAbi, functionName: 'getKeyInfo', args: [keyId], ...atBlock(block) } as const
  const answer = await viewOrUndefined(() => client.readContract(call))
  return answer === undefined ? undefined : toKeyInfo(answer)
}
