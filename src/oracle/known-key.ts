import type { Hex } from '../domain/fields.ts'
import { Problem } from '../domain/problem.ts'
import type { KeyInfo } from '../domain/records.ts'
import type { RegistryReads } from './registry.ts'

/** @throws Problem `key_unknown` */
export async function knownKey(registry: RegistryReads, keyId: Hex, block: number): Promise<KeyInfo> {
  const info = await registry.keyInfo(keyId, block)
  if (info === undefined) throw new Problem('key_unknown', { field: 'key_id', detail: `${keyId} is not registered` })
  return info
}
