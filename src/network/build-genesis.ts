import { encodeDeployData, keccak256, toBytes } from 'viem'
import { readArtifact } from '../chain/artifacts.ts'
import { compiler } from '../chain/compiler.ts'
import { settingsOf } from '../chain/deploy.ts'
import { contractNames, type Deployment } from '../chain/deployment.ts'
import { layOut, type Laid } from '../chain/lay-out/lay-out.ts'
import type { Consortium } from '../domain/consortium.ts'
import { toSeconds, type Hex } from '../domain/fields.ts'
import type { Alloc } from './alloc.ts'
import { openGenesisEvm } from './genesis-evm.ts'
import { genesisFile, type GenesisFile } from './genesis-file.ts'
import { genesisHash } from './genesis-hash.ts'
import type { Transition } from './transitions.ts'

export type BuiltGenesis = {
  readonly genesis: GenesisFile
  /** Of block 0, as Besu computes it. */
  readonly hash: Hex
  readonly deployment: Deployment
}

/** Deploys everything, and is nobody's: an address made of words, for which no key is known. */
const deployer: Hex = `0x${keccak256(toBytes('derkey genesis deployer')).slice(-40)}`

/**
 * The genesis of a consortium with all contracts in it, their storage made by their own constructors. The same description and version of
 * the contracts give the same bytes, so every operator can build it again.
 * @throws Problem `genesis_failed`, `bytecode_missing`
 */
export async function buildGenesis(consortium: Consortium, transitions: readonly Transition[] = []): Promise<BuiltGenesis> {
  const evm = await openGenesisEvm(blockOf(consortium))
  const laid = await layOut(
    {
      deployer,
      create: (step, initCode) => evm.create(deployer, initCode, step),
      call: async (step, to, data) => {
        await evm.call(deployer, to, data, step)
      },
    },
    consortium,
  )
  const recovery = readArtifact('contracts/RecoverySets.sol', 'RecoverySets')
  const initCode = encodeDeployData({ ...recovery, args: [laid.ValidatorSet.address] })
  const recoverySets = await evm.create(deployer, initCode, 'RecoverySets')
  const alloc = evm.alloc()
  const genesis = genesisFile(consortium, alloc, laid.ValidatorSet.address, transitions)
  return { genesis, hash: await genesisHash(genesis), deployment: describe(consortium, laid, alloc, recoverySets) }
}

export function blockOf({ chain_id, genesis_time, network }: Consortium) {
  return { chain_id, timestamp: toSeconds(genesis_time), gas_limit: network.gas_limit }
}

function describe(consortium: Consortium, laid: Laid, alloc: Alloc, recoverySets: Hex): Deployment {
  const contracts = contractNames.map((name) => {
    const { address, implementation } = laid[name]
    const code = alloc[implementation ?? address]?.code
    if (code === undefined) throw new TypeError(`${name} has no code in the genesis`)
    return [name, { address, implementation, code_hash: keccak256(code) }] as const
  })
  return {
    chain_id: consortium.chain_id,
    block: 0,
    contracts: Object.fromEntries(contracts) as Deployment['contracts'],
    compiler: compiler.version,
    settings: { ...compiler.settings, ...settingsOf(consortium, deployer), recovery_sets: recoverySets },
  }
}
