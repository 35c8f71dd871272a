import { join } from 'node:path'
import { swapValidators } from '../../../src/chain/calls/validator-calls.ts'
import { openEndpoints } from '../../../src/chain/follow/endpoints.ts'
import { followChain } from '../../../src/chain/follow/follow-chain.ts'
import { openReceipts } from '../../../src/chain/receipts/write-receipts.ts'
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

type VerifiedFile = { readonly sealed: boolean; readonly count: number; readonly standing: { readonly active?: number } }

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
    receipts: 'for verifying the receipts of these keys, of blocks of both sets of validators, and that every key stands, s',
  },
  run: async (ground) => {
    const { home, network, validators, registry } = ground
    const genesis = await readPinnedGenesis(join(network.directory, networkFiles.genesis))
    const founders = Object.values(genesis.lists).flat()
    const line = await openRegistrationLine(ground)
    const receiptsOf = (count: number) => join(network.directory, `${count}-keys.receipts.jsonl`)
    const register = async (count: number) => {
      const [processId, keys] = [line.processId, keyListOf(randomKeyIds(count))]
      const receipts = await openReceipts(registry, receiptsOf(count), { processId, keys })
      await registerKeys(registry, [line.sender], { processId, keys, onBatch: receipts.add })
      await receipts.finish()
    }
    await register(keysAtFirst)
    await follow(ground)
    const all = await verify(ground, home.url)
    must(all.compared.key >= keysAtFirst, `only ${all.compared.key} keys were compared`)

    await changeValidators(ground)
    await register(keysLater)
    await follow(ground)
    const again = await verify(ground, home.url)
    const bonsai = await verify(ground, (await validators()).at(-1)!.url)

    const elapsed = stopwatch()
    for (const count of [keysAtFirst, keysLater]) {
      const proven = await verifyReceipts(ground, receiptsOf(count))
      must(
        proven.sealed && proven.count === count && proven.standing.active === count,
        `receipts are not proven: ${JSON.stringify(proven)}`,
      )
    }
    const receipts = elapsed()
    return {
      keys: again.compared.key,
      words: again.words,
      seconds: again.seconds,
      bonsai: bonsai.seconds,
      changed: (await validators()).filter((node) => !founders.includes(node.account())).length,
      receipts,
    }
  },
}

/** Runs `derkey key verify`, trusting the genesis file alone. */
async function verifyReceipts({ home, network: { directory } }: Ground, file: string): Promise<VerifiedFile> {
  const files = ['--deployment', join(directory, networkFiles.deployment), '--genesis', join(directory, networkFiles.genesis)]
  return (await runDerkey('key', 'verify', file, '--rpc', home.url, ...files, '--all')) as VerifiedFile
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
