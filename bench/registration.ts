import { hexToNumber } from 'viem'
import { createKeys, keysPerCall } from '../src/chain/calls/key-calls.ts'
import { registerKeys } from '../src/chain/register-keys.ts'
import type { Hex } from '../src/domain/fields.ts'
import { deployWorld } from '../test/support/world.ts'
import type { World } from '../test/support/world.ts'
import { randomKeyIds } from './gas.ts'
import { inTurn } from './report.ts'
import type { Bench } from './report.ts'

const calls = 20
const count = calls * keysPerCall
const rounds = 3
const actor = 'chip_maker'

/** Keys a second onto EDR, 500 a transaction: what `derkey key register` does, beside a loop that sends finished raw transactions. */
export const registration: Bench = async (report) => {
  const world = await deployWorld()
  try {
    const { process_id: processId } = world.processes.secure_element
    const lotId = await world.registerKeys(actor, processId, randomKeyIds(1))
    const rates = await inTurn(
      {
        raw: async () => {
          const raw = await signAll(world, processId, lotId)
          return perSecond(() => sendAll(world, raw))
        },
        sender: () => {
          const keyIds = randomKeyIds(count)
          return perSecond(async () => {
            const { registered } = await registerKeys(world.registry, world.actors[actor].sender, { processId, lotId, keyIds })
            if (registered !== count) throw new Error(`${registered} of ${count} keys were registered`)
          })
        },
      },
      rounds,
    )
    report({
      bench: 'registration',
      what: `createKeys of ${keysPerCall} on EDR`,
      value: rates.sender,
      unit: 'keys/s',
      baseline: { what: 'finished raw transactions', value: rates.raw },
    })
  } finally {
    await world.close()
  }
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await run()
  return (count * 1000) / (performance.now() - began)
}

/** Signed transactions of the next nonces, each of new keys. */
async function signAll({ client, actors, deployment, chain }: World, processId: string, lotId: string): Promise<Hex[]> {
  const { signer, account } = actors[actor]
  const first = hexToNumber(await client.request({ method: 'eth_getTransactionCount', params: [account, 'pending'] }))
  const fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, value: 0n, gas: 15_000_000n }
  return Promise.all(
    Array.from({ length: calls }, (_, index) => {
      const { to, data } = createKeys(deployment.contracts, processId, lotId, randomKeyIds(keysPerCall))
      return signer.sign({ type: 'eip1559', chainId: chain.chainId, nonce: first + index, to, data, ...fees })
    }),
  )
}

/** EDR answers when the transaction is in a block. */
async function sendAll({ client }: World, raw: readonly Hex[]): Promise<void> {
  let last: Hex = '0x'
  for (const each of raw) last = await client.request({ method: 'eth_sendRawTransaction', params: [each] })
  const receipt = await client.getTransactionReceipt({ hash: last })
  if (receipt.status !== 'success') throw new Error(`transaction ${last} was reverted`)
}
