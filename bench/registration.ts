import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { stageKeyFiles } from '../scripts/keys/stage-key-files.ts'
import { createKeys, gasToCreate, keysPerCall } from '../src/chain/calls/key-calls.ts'
import { setQuota } from '../src/chain/calls/quota-calls.ts'
import { openJournal } from '../src/chain/journal.ts'
import { readNonce } from '../src/chain/nonce.ts'
import { openReceipts } from '../src/chain/receipts/write-receipts.ts'
import { registerKeys } from '../src/chain/register/register-keys.ts'
import { createSender } from '../src/chain/sender.ts'
import type { Hex } from '../src/domain/fields.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { deployWorld, type World } from '../test/support/world.ts'
import { startChainProcess } from './chain-process.ts'
import { randomKeyIds } from './gas.ts'
import { inTurn, type Bench } from './report.ts'

const rounds = 3
const actor = 'chip_maker'

/**
 * Keys a second onto EDR in a process of its own, 500 a transaction: all that `derkey key register` does, from the CSV file to the receipts with their
 * proofs, beside a loop that sends finished raw transactions, each onto a chain of its own.
 */
export const registration: Bench = async (report, { keys = 200_000 }) => {
  const rates = await inTurn({ raw: () => onNewChain(keys, sendRaw), sender: () => onNewChain(keys, register) }, rounds)
  report({
    bench: 'registration',
    what: `${keys.toLocaleString('en-US')} keys from CSV to receipts, createKeys of ${keysPerCall} on EDR`,
    value: rates.sender,
    unit: 'keys/s',
    baseline: { what: 'finished raw transactions', value: rates.raw },
    reach: '>= 0.8',
  })
}

/** Keys a second. @param prepare what is not measured; gives what is */
async function onNewChain(keys: number, prepare: (world: World, keys: number) => Promise<() => Promise<void>>): Promise<number> {
  const world = await deployWorld({ start: startChainProcess })
  try {
    const { contracts } = world.deployment
    await world.act('registrar', setQuota(contracts, world.actors[actor].account, { keys: 100_000_000, records: 1000 }))
    const run = await prepare(world, keys)
    const began = performance.now()
    await run()
    return (keys * 1000) / (performance.now() - began)
  } finally {
    await world.close()
  }
}

async function register({ client, registry, actors, processes }: World, count: number): Promise<() => Promise<void>> {
  const folder = temporaryFolder()
  const csv = folder.file('keys.csv')
  writeFileSync(
    csv,
    `serial,key_id\n${randomKeyIds(count)
      .map((keyId, row) => `SN-${row},${keyId}\n`)
      .join('')}`,
  )
  const { process_id: processId } = processes.secure_element
  return async () => {
    const journal = openJournal(folder.file('journal.sqlite'))
    try {
      const keys = await stageKeyFiles([csv])
      const sender = await createSender({ client, signer: actors[actor].signer, journal })
      const receipts = await openReceipts(registry, folder.file('receipts.jsonl'), { processId, keys })
      const { registered } = await registerKeys(registry, [sender], { processId, keys, onBatch: receipts.add })
      await receipts.finish()
      keys.close()
      if (registered !== count) throw new Error(`${registered} of ${count} keys were registered`)
    } finally {
      journal.close()
      folder.remove()
    }
  }
}

/** EDR answers when the transaction is in a block. */
async function sendRaw(world: World, count: number): Promise<() => Promise<void>> {
  const { client } = world
  const signed = await signAll(world, count)
  // the node closed a connection that was idle meanwhile: that has to be heard
  await pause(50)
  return async () => {
    let last: Hex = '0x'
    for (const raw of signed) last = await client.request({ method: 'eth_sendRawTransaction', params: [raw] })
    const receipt = await client.getTransactionReceipt({ hash: last })
    if (receipt.status !== 'success') throw new Error(`transaction ${last} was reverted`)
  }
}

/** Signed transactions of the next nonces, each of new keys, all for one lot. */
async function signAll(world: World, count: number): Promise<Hex[]> {
  const { client, actors, deployment, chain, processes } = world
  const { signer, account } = actors[actor]
  const { process_id: processId } = processes.secure_element
  const lotId = await world.registerKeys(actor, processId, randomKeyIds(1))
  const first = await readNonce(client, account, 'pending')
  const signed: Hex[] = []
  for (let done = 0; done < count; done += keysPerCall) {
    const call = createKeys(deployment.contracts, processId, lotId, randomKeyIds(Math.min(keysPerCall, count - done)))
    const fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, value: 0n, gas: gasToCreate(keysPerCall) }
    signed.push(await signer.sign({ type: 'eip1559', chainId: chain.chainId, nonce: first + signed.length, ...call, ...fees }))
  }
  return signed
}
