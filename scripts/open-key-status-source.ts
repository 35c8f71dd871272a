import { createChainSource } from '../src/chain/key-status-source.ts'
import type { KeyStatusSource } from '../src/domain/key-status-source.ts'
import { openRegistryOf } from './registry-command.ts'

/** The registry of `--rpc` and `--deployment`, or of their environment variables, as CA and gateway ask it. @throws Problem */
export async function openKeyStatusSource(options: Parameters<typeof openRegistryOf>[0]): Promise<KeyStatusSource> {
  return createChainSource(await openRegistryOf(options))
}
