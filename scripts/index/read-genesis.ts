import type { Deployment } from '../../src/chain/deployment.ts'
import { readGenesisRecords } from '../../src/chain/follow/read-genesis-records.ts'
import { Problem } from '../../src/domain/problem.ts'
import { readGenesis } from '../../src/network/check/read-genesis.ts'
import { genesisClient } from '../../src/network/genesis-client.ts'
import { openGenesisEvm } from '../../src/network/genesis-evm.ts'
import { genesisHash } from '../../src/network/genesis-hash.ts'
import { readInputFile } from '../read-input-file.ts'

const mostBytes = 64 * 1024 * 1024

/** What a genesis file holds of the registry without an event that says so, for nodes that keep no old state. @throws Problem `genesis_invalid`, … */
export async function readGenesisOf(file: string, deployment: Deployment) {
  const found = readGenesis(readInputFile(file, mostBytes).toString())
  if (typeof found === 'string') throw new Problem('genesis_invalid', { field: 'genesis', detail: `${file}: ${found}` })
  const block = { chain_id: found.chainId, timestamp: found.timestamp, gas_limit: found.gasLimit }
  const client = genesisClient(await openGenesisEvm(block, found.file.alloc), block)
  return { hash: await genesisHash(found.file), records: await readGenesisRecords(client, deployment, 0) }
}
