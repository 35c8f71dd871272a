import type { ProvenHeader } from '../../src/chain/proofs/proof.ts'
import { openSealedChain } from '../../src/chain/proofs/sealed-chain.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { Problem } from '../../src/domain/problem.ts'
import { readPinnedGenesis } from '../../src/network/pinned-genesis.ts'
import { startProgress } from '../progress.ts'

/**
 * Makes sure that a block is one of the chain that a genesis file begins, by the seals of its validators.
 * @throws Problem `proof_invalid`, `wrong_chain`, `genesis_invalid`, `file_unreadable`
 */
export async function trustHeader({ client, deployment }: ChainRegistry, header: ProvenHeader, genesisFile: string): Promise<void> {
  const genesis = await readPinnedGenesis(genesisFile)
  if (genesis.chain_id !== deployment.chain_id) {
    throw new Problem('wrong_chain', {
      field: 'genesis',
      detail: `the genesis file is of chain ${genesis.chain_id}, the deployment file of chain ${deployment.chain_id}`,
    })
  }
  const progress = startProgress(header.number, 'blocks looked through for changes of the validators')
  await openSealedChain(client, genesis, progress.update).trust(header).finally(progress.stop)
}
