import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { registerDocument } from '../../src/chain/calls/document-calls.ts'
import { accredit, registerEntity } from '../../src/chain/calls/entity-calls.ts'
import { createClient } from '../../src/chain/client.ts'
import { deploy } from '../../src/chain/deploy.ts'
import { writeDeployment, type Deployment } from '../../src/chain/deployment.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { startLocalChain, type LocalChain } from '../local-chain.ts'
import { criteria } from './assess-process.ts'
import { entityNames, entityOf, type EntityName } from './cast.ts'
import { gatherPeople, type Acted, type People, type PlayerName } from './people.ts'

/** Where the eight steps are played: a chain with the contracts on it, and everybody with an account. */
export type Stage = {
  readonly directory: string
  readonly chain: LocalChain
  readonly people: People
  readonly deployment: Deployment
  readonly deploymentFile: string
  act(player: PlayerName, call: ContractCall): Promise<Acted>
  /** What a transaction cost. */
  gasOf(hash: Hex): Promise<number>
  close(): Promise<void>
}

/** Entities of the first hour; the utility is admitted in step 7. */
const founders: readonly EntityName[] = entityNames.filter((name) => name !== 'utility')

/** Starts a chain, deploys, registers the founders and accredits the assessor. */
export async function setStage(directory: string): Promise<Stage> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const chain = await startLocalChain()
  try {
    const client = createClient({ rpc: chain.url })
    const people = await gatherPeople(join(directory, 'actors'), client)
    const { board, registrar, programme_manager, regulator, assessor } = people.players
    const staff = { registrar: registrar.account, programme_manager: programme_manager.account, regulator: regulator.account }
    const deployment = await deploy({ client, sender: board.sender, chainId: chain.chainId, name: 'local-demo', staff })
    const deploymentFile = join(directory, 'deployment.json')
    writeDeployment(deploymentFile, deployment)

    const act: Stage['act'] = (player, call) => people.act(player, deployment, call)
    for (const name of founders) await act('registrar', registerEntity(deployment.contracts, entityOf(name, people.players[name].account)))
    await act('board', registerDocument(deployment.contracts, criteria))
    await act('board', accredit(deployment.contracts, assessor.account, '2036-01-01T00:00:00Z'))
    const close = async () => {
      people.close()
      await chain.close()
    }
    const gasOf: Stage['gasOf'] = async (hash) => Number((await client.getTransactionReceipt({ hash })).gasUsed)
    return { directory, chain, people, deployment, deploymentFile, act, gasOf, close }
  } catch (error) {
    await chain.close()
    throw error
  }
}
