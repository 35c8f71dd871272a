import type { Deployment } from '../deployment.ts'
import { requireHeader, type Agreed } from './endpoints.ts'
import type { Endpoint } from './open-endpoint.ts'
import { readGenesisRecords, type GenesisRecords } from './read-genesis-records.ts'
import type { FollowedLedger } from './window.ts'

/** Everything of the registry lies behind the block before its first contract; of one that a genesis file laid out, in block 0 and behind it. */
export async function beginLedger(
  ledger: FollowedLedger,
  deployment: Deployment,
  { believed }: Agreed,
  genesis: GenesisRecords | undefined,
): Promise<void> {
  const [endpoint] = believed as [Endpoint]
  const block = await requireHeader(endpoint, Math.max(deployment.block - 1, 0))
  ledger.begin(genesis ?? (await readGenesisRecords(endpoint.client, deployment, block.number)), block)
}
