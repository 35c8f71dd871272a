import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { createClient } from '../../src/chain/client.ts'
import { deploy } from '../../src/chain/deploy.ts'
import { writeDeployment, type Deployment } from '../../src/chain/deployment.ts'
import { carryMotion } from '../../src/chain/motions/carry.ts'
import { waitForClock } from '../../src/chain/motions/clock.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { registryOf } from '../../src/chain/registry.ts'
import type { Sent } from '../../src/chain/sender.ts'
import { toSeconds, type Hex } from '../../src/domain/fields.ts'
import { startLocalChain, type LocalChain } from '../local-chain.ts'
import { entityNames, entityOf, seatNames, type EntityName } from './cast.ts'
import { foundConsortium } from './found-consortium.ts'
import { gatherPeople, type Acted, type People, type PlayerName } from './people.ts'

/** Where the eight steps are played: a chain with the contracts on it, and everybody with an account. */
export type Stage = {
  readonly directory: string
  readonly chain: LocalChain
  readonly people: People
  readonly deployment: Deployment
  readonly deploymentFile: string
  act(player: PlayerName, call: ContractCall): Promise<Acted>
  /** Carries an ordinary motion through the board: proposed, voted for by as many seats as it needs, queued, executed. */
  carry(description: string, calls: readonly ContractCall[], onStep: (step: string) => void): Promise<Sent>
  /** What a transaction cost. */
  gasOf(hash: Hex): Promise<number>
  close(): Promise<void>
}

/** How long the chain's clock may take for what lasts seconds. */
const timeoutMs = 30_000

/** Entities of the first hour of the demonstration; the utility is admitted in step 7. */
export const founders: readonly EntityName[] = entityNames.filter((name) => name !== 'utility')

type Nation = { readonly chainId?: number; readonly country?: string; readonly entities?: readonly EntityName[] }

/** Starts a chain and deploys: the consortium of seven, at home in `country`, its staff and the entities are registered with it. */
export async function setStage(directory: string, { chainId = 31_337, country = 'US', entities = founders }: Nation = {}): Promise<Stage> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const chain = await startLocalChain({ chainId })
  try {
    const client = createClient({ rpc: chain.url })
    const people = await gatherPeople(join(directory, 'actors'), client)
    const { players } = people
    const registered = entities.map((name) => ({ ...entityOf(name, players[name].account), country }))
    const consortium = foundConsortium({ chainId, country }, players, registered)
    const deployment = await deploy({ client, sender: players.deployer.sender, consortium, name: 'local-demo' })
    const deploymentFile = join(directory, 'deployment.json')
    writeDeployment(deploymentFile, deployment)

    return stageOn({ directory, chain, people, deployment, deploymentFile })
  } catch (error) {
    await chain.close()
    throw error
  }
}

/** A stage on a chain that stands already, with the contracts on it. */
export function stageOn(ground: Pick<Stage, 'directory' | 'chain' | 'people' | 'deployment' | 'deploymentFile'>): Stage {
  const { chain, people, deployment } = ground
  const client = createClient({ rpc: chain.url })
  const registry = registryOf(client, deployment)
  return {
    ...ground,
    act: (player, call) => people.act(player, deployment, call),
    carry: async (description, calls, onStep) => {
      const seats = seatNames.map((name) => people.players[name].sender)
      // a seat can propose from the second after it was given
      const { time } = await readBlock(client)
      await waitForClock(registry, toSeconds(time) + 1, { timeoutMs })
      return carryMotion(registry, seats, { kind: 'ordinary', calls, description }, { timeoutMs, onStep })
    },
    gasOf: async (hash) => Number((await client.getTransactionReceipt({ hash })).gasUsed),
    close: async () => {
      people.close()
      await chain.close()
    },
  }
}
