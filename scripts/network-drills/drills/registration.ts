import { createKeys, keysPerCall } from '../../../src/chain/calls/key-calls.ts'
import { findReceipt } from '../../../src/chain/find-receipt.ts'
import { signerOf } from '../../../src/chain/keystore.ts'
import { readNonce } from '../../../src/chain/nonce.ts'
import { readBlock } from '../../../src/chain/reads/block.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { must, type Drill } from '../drill.ts'
import type { Ground } from '../ground.ts'
import { randomKeyIds } from '../random-key-ids.ts'
import { openRegistrationLine, type RegistrationLine } from '../registration-line.ts'
import { median, stopwatch, tenths, until } from '../until.ts'

/** Fifteen blocks full: the end of a round falls somewhere between two blocks. */
const calls = 120
const rounds = 3
const count = calls * keysPerCall

export const registration: Drill = {
  name: 'registration',
  alone: true,
  shows: 'what `derkey key register` does with a list of keys, beside transactions that were signed beforehand, taken in turn',
  figures: {
    sender: `keys/s by the journaled sender, median of ${rounds}`,
    raw: 'keys/s of ready-signed transactions, median',
    ratio: 'the one of the other',
    interval: 'mean time between blocks meanwhile, s',
  },
  run: async (ground) => {
    const line = await openRegistrationLine(ground)
    const { registry } = ground
    const opened = await registerKeys(registry, [line.sender], { processId: line.processId, keys: keyListOf(randomKeyIds(1)) })
    must(opened.lot_id !== null, 'no lot was opened')
    const lotId = opened.lot_id
    const from = await readBlock(registry.client)
    const rates = { raw: [] as number[], sender: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      rates.raw.push(await perSecond(await signedCalls(ground, line, lotId)))
      const keys = keyListOf(randomKeyIds(count))
      rates.sender.push(
        await perSecond(async () => {
          const { registered } = await registerKeys(registry, [line.sender], {
            processId: line.processId,
            lotId,
            keys,
          })
          must(registered === count, `${registered} of ${count} keys were registered`)
        }),
      )
      ground.say(`round ${round + 1}: ${rates.sender.at(-1)} keys/s, ${rates.raw.at(-1)} ready-signed`)
    }
    const to = await readBlock(registry.client)
    const [sender, raw] = [median(rates.sender), median(rates.raw)]
    const interval = (Date.parse(to.time) - Date.parse(from.time)) / 1000 / (to.block - from.block)
    return { sender, raw, ratio: Math.round((sender / raw) * 100) / 100, interval: tenths(interval) }
  },
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const elapsed = stopwatch()
  await run()
  return Math.round(count / elapsed())
}

/** Signs the transactions of the next nonces, each of new keys. @returns what hands them all in and waits for the last */
async function signedCalls(
  { registry, network }: Ground,
  { processId, privateKey }: RegistrationLine,
  lotId: string,
): Promise<() => Promise<void>> {
  const { client, deployment } = registry
  const signer = signerOf(privateKey)
  const first = await readNonce(client, signer.address, 'pending')
  const fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, value: 0n, gas: 13_000_000n }
  const chainId = network.consortium.chain_id
  const signed: Hex[] = []
  for (let index = 0; index < calls; index++) {
    const call = createKeys(deployment.contracts, processId, lotId, randomKeyIds(keysPerCall))
    signed.push(await signer.sign({ type: 'eip1559', chainId, nonce: first + index, ...call, ...fees }))
  }
  return async () => {
    const hashes: Hex[] = []
    for (const serializedTransaction of signed) hashes.push(await client.sendRawTransaction({ serializedTransaction }))
    for (const hash of hashes) {
      const { status } = await until(`transaction ${hash} in a block`, 300_000, () => findReceipt(client, hash), 50)
      must(status === 'success', `transaction ${hash} was reverted`)
    }
  }
}
