import type { Hex } from '../domain/fields.ts'
import { Problem } from '../domain/problem.ts'
import type { AsOf, KeyInfo } from '../domain/records.ts'
import type { RegistryReads } from './registry.ts'

/** @throws Problem `key_unknown` */
export async function knownKey(registry: RegistryReads, keyId: Hex, as_of: AsOf): Promise<KeyInfo> {
  const info = await registry.keyInfo(keyId, as_of.block)
  if (info !== undefined) return info
  const said = { registry: registry.name, as_of }
  throw new Problem('key_unknown', { field: 'key_id', detail: `${keyId} is not registered`, said })
}
