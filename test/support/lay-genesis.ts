import type { Client } from '../../src/chain/client.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import type { Consortium } from '../../src/domain/consortium.ts'
import { buildGenesis } from '../../src/network/build-genesis.ts'
import { tell } from './tell.ts'

/** Puts everything that a consortium's genesis file holds into block 0 of an EDR chain that has no other block yet. */
export async function layGenesis(client: Client, consortium: Consortium): Promise<Deployment> {
  const { genesis, deployment } = await buildGenesis(consortium)
  await Promise.all(
    Object.entries(genesis.alloc).map(async ([address, { code, nonce, storage }]) => {
      await tell(client, 'hardhat_setCode', address, code)
      await tell(client, 'hardhat_setNonce', address, nonce)
      await Promise.all(
        Object.entries(storage).map(([slot, value]) =>
          tell(client, 'hardhat_setStorageAt', address, `0x${BigInt(slot).toString(16)}`, value),
        ),
      )
    }),
  )
  return deployment
}
