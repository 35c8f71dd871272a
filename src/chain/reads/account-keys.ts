import { toSeconds } from '../../domain/fields.ts'
import type { ChainRegistry } from '../registry.ts'
import { firstBlockAt } from './block-at.ts'
import { readKeys, type RegisteredKey } from './key-list.ts'

/** `from` and `until`, both included: RFC 3339. */
export type AccountKeys = { readonly account: string; readonly from: string; readonly until: string }

/** Keys that one account registered between two times, up to block `to`, oldest first, each once. */
export async function readAccountKeys(registry: ChainRegistry, which: AccountKeys, to: number): Promise<RegisteredKey[]> {
  const { client, deployment } = registry
  const from = await firstBlockAt(client, toSeconds(which.from), deployment.block, to)
  const last = (await firstBlockAt(client, toSeconds(which.until) + 1, deployment.block, to)) - 1
  const found = new Map<string, RegisteredKey>()
  for await (const key of readKeys(registry, { account: which.account, from }, last)) found.set(key.key_id, key)
  return [...found.values()]
}
