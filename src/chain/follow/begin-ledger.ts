import type { Hex } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'
import type { Deployment } from '../deployment.ts'
import { requireHeader, type Agreed } from './endpoints.ts'
import type { Endpoint } from './open-endpoint.ts'
import { readGenesisRecords, type GenesisRecords } from './read-genesis-records.ts'
import type { FollowedLedger } from './window.ts'

/** What was read from a genesis file, and the hash of the block that it makes. */
export type KnownGenesis = { readonly hash: Hex; readonly records: GenesisRecords }

/**
 * Everything of the registry lies behind the block before its first contract; of one that a genesis file laid out, in block 0 and behind it.
 * @throws Problem `wrong_chain` where the genesis file is of another chain; those of `readGenesisRecords`
 */
export async function beginLedger(
  ledger: FollowedLedger,
  deployment: Deployment,
  { believed }: Agreed,
  genesis: KnownGenesis | undefined,
): Promise<void> {
  const [endpoint] = believed as [Endpoint]
  const block = await requireHeader(endpoint, Math.max(deployment.block - 1, 0))
  if (genesis !== undefined && block.number === 0 && block.hash !== genesis.hash) {
    throw new Problem('wrong_chain', { field: 'genesis', detail: `block 0 is ${block.hash}, the genesis file makes ${genesis.hash}` })
  }
  const isKnown = genesis !== undefined && block.number === genesis.records.block
  ledger.begin(isKnown ? genesis.records : await readGenesisRecords(endpoint.client, deployment, block.number), block)
}
