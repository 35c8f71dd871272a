import type { Client } from '../../src/chain/client.ts'

/** Asks a development chain for what viem's clients have no method for: `evm_…`, `hardhat_…`. */
export function tell<T = unknown>(client: Client, method: string, ...params: unknown[]): Promise<T> {
  return client.request<{ Method: string; Parameters: unknown[]; ReturnType: T }>({ method, params })
}
