import type { Client } from '../../src/chain/client.ts'

/** Mines an empty block, so many seconds after the last one. */
export async function mine(client: Client, seconds = 1): Promise<void> {
  const tell = (method: string, ...params: number[]) => client.request({ method, params } as never)
  await tell('evm_increaseTime', seconds)
  await tell('evm_mine')
}
