import { join } from 'node:path'
import { swapValidators } from '../../../src/chain/calls/validator-calls.ts'
import { createClient } from '../../../src/chain/client.ts'
import { openEndpoints } from '../../../src/chain/follow/endpoints.ts'
import { followChain } from '../../../src/chain/follow/follow-chain.ts'
import { proveReceipt } from '../../../src/chain/proofs/prove-receipt.ts'
import { openSealedChain } from '../../../src/chain/proofs/sealed-chain.ts'
import { verifyReceiptProof } from '../../../src/chain/proofs/verify-receipt-proof.ts'
import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { networkFiles } from '../../../src/network/network-files.ts'
import { readPinnedGenesis } from '../../../src/network/pinned-genesis.ts'
import { openIndex } from '../../../src/oracle/index/open-index.ts'
import { readGenesisOf } from '../../index/read-genesis.ts'
import { agreeing } from '../blocks.ts'
import { must, type Drill } from '../drill.ts'
import type { Ground } from '../ground.ts'
import { randomKeyIds } from '../random-key-ids.ts'
import { openRegistrationLine } from '../registration-line.ts'
import { runDerkey } from '../run-derkey.ts'
import { stopwatch } from '../until.ts'

const keysAtFirst = 2000
const keysLater = 500

type Verified = {
  readonly header: string
  readonly fault_count: number
  readonly words: number
  readonly compared: { readonly key: number }
}

export const provenIndex: Drill = {
  name: 'index',
  shows:
    'an index follows the chain and is proven against it, block by seals and records by storage, from the genesis file alone; receipts too; and again after the validators changed',
  figures: {
    keys: 'keys in the index, each compared',
    words: "words of the contracts' storage that were proven",
    seconds: 'for comparing all of it, by a node on FOREST, s',
    bonsai: 'the same by a node on BONSAI, s',
    changed: 'validators that were none in the genesis file',
    receipts: 'receipts of 500 keys each, proven and sealed; ms each',
  },
  run: async (ground) => {
    const { home, network, validators, registry } = ground
    const genesis = await readPinnedGenesis(join(network.directory, networkFiles.genesis))
    const founders = Object.values(genesis.lists).flat()
    const line = await openRegistrationLine(ground)
    const register = (count: number) =>
      registerKeys(registry, [line.sender], { processId: line.processId, keys: keyListOf(randomKeyIds(count)) })
    const first = await register(keysAtFirst)
    await follow(ground)
    const all = await verify(ground, home.url)
    must(all.compared.key >= keysAtFirst, `only ${all.compared.key} keys were compared`)

    await changeValidators(ground)
    const later = await register(keysLater)
    await follow(ground)
    const again = await verify(ground, home.url)
    const bonsai = await verify(ground, (await validators()).at(-1)!.url)

    const transactions = [...first.transactions, ...later.transactions]
    const client = createClient({ rpc: home.url, timeoutMs: 30_000 })
    const elapsed = stopwatch()
    const sealed = openSealedChain(client, genesis)
    for (const transaction of transactions.toReversed()) {
      const { header, logs } = verifyReceiptProof(await proveReceipt(client, transaction))
      must(logs.length > 0, `no event in the receipt of ${transaction}`)
      await sealed.trust(header)
    }
    const each = Math.round((elapsed() * 1000) / transactions.length)
    return {
      keys: again.compared.key,
      words: again.words,
      seconds: again.seconds,
      bonsai: bonsai.seconds,
      changed: (await validators()).filter((node) => !founders.includes(node.account())).length,
      receipts: `${transactions.length}, ${each}`,
    }
  },
}

/** Swaps one for the first node on standby, unless an earlier drill did: the other one is foreign, and could not join. */
async function changeValidators({ home, network, validators, carry, say }: Ground): Promise<void> {
  const [standby] = network.standby
  const set = await validators()
  const leaving = set.findLast((each) => network.validators.includes(each) && each !== home)
  must(leaving !== undefined && standby !== undefined, 'no other node')
  if (set.includes(standby)) return
  standby.start()
  await agreeing(standby, home)
  await carry('ordinary', `${leaving.name} makes room`, [
    swapValidators(network.deployment.contracts, [leaving.account()], [standby.account()]),
  ])
  say(`${leaving.name} went, ${standby.name} came`)
}

const indexOf = ({ network }: Ground) => join(network.directory, 'index.sqlite')

/** Brings the index to the head. */
async function follow(ground: Ground): Promise<void> {
  const { home, network } = ground
  const { deployment } = network
  const genesis = await readGenesisOf(join(network.directory, networkFiles.genesis), deployment)
  const ledger = openIndex(indexOf(ground), deployment)
  const endpoints = openEndpoints({ urls: [home.url], deployment })
  try {
    const { signal } = new AbortController()
    await followChain({ endpoints, deployment, genesis, ledger, pollMs: 500, once: { patienceMs: 60_000 }, signal })
  } finally {
    endpoints.close()
    ledger.close()
  }
}

/** Runs `derkey index verify` of everything, trusting the genesis file alone. */
async function verify(ground: Ground, rpc: string): Promise<Verified & { readonly seconds: number }> {
  const { directory } = ground.network
  const files = ['--deployment', join(directory, networkFiles.deployment), '--genesis', join(directory, networkFiles.genesis)]
  const elapsed = stopwatch()
  const found = (await runDerkey('index', 'verify', '--index', indexOf(ground), '--rpc', rpc, ...files, '--all')) as Verified
  const seconds = elapsed()
  must(found.header === 'sealed' && found.fault_count === 0, `the index differs from the chain: ${JSON.stringify(found).slice(0, 500)}`)
  ground.say(`${found.compared.key} keys compared by ${rpc} in ${seconds} s`)
  return { ...found, seconds }
}
