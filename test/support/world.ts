import { randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { generatePrivateKey } from 'viem/accounts'
import type { LocalChain, LocalChainOptions } from '../../scripts/local-chain.ts'
import { accredit } from '../../src/chain/calls/entity-calls.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { createKeys } from '../../src/chain/calls/key-calls.ts'
import { createClient, type Client } from '../../src/chain/client.ts'
import { deploy } from '../../src/chain/deploy.ts'
import { writeDeployment, type Deployment } from '../../src/chain/deployment.ts'
import { openJournal } from '../../src/chain/journal.ts'
import { createKeystore, signerOf } from '../../src/chain/keystore.ts'
import { readOutcome, type Outcome } from '../../src/chain/read-outcome.ts'
import { registryOf, type ChainRegistry } from '../../src/chain/registry.ts'
import { createSender, type Sender } from '../../src/chain/sender.ts'
import type { Signer } from '../../src/chain/signer.ts'
import type { Consortium } from '../../src/domain/consortium.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { actorNames, entityNames, entityOf, seatNames, type ActorName } from '../../scripts/demo/cast.ts'
import { assessProcess, secureElement, unprotectedMemory, type AssessedProcess } from '../../scripts/demo/assess-process.ts'
import { foundConsortium } from '../../scripts/demo/found-consortium.ts'
import { startChain } from './chain.ts'
import { layGenesis } from './lay-genesis.ts'
import { passMotion } from './pass-motion.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** `account` is, of entities, the entity_id too. */
export type Actor = { readonly account: Hex; readonly privateKey: Hex; readonly signer: Signer; readonly sender: Sender }

/** A registry on a chain of its own, with everybody in place. */
export type World = {
  readonly chain: LocalChain
  readonly client: Client
  readonly deployment: Deployment
  /** Path of the deployment file. */
  readonly deploymentFile: string
  /** What it was deployed from. */
  readonly consortium: Consortium
  readonly registry: ChainRegistry
  readonly actors: Readonly<Record<ActorName, Actor>>
  /** Of `actors`: those on the board, in the order of its seats. The board acts by `passMotion`. */
  readonly seats: readonly Actor[]
  /** Ready to register keys under: by `chip_maker` and by `oem`. */
  readonly processes: { readonly secure_element: AssessedProcess; readonly unprotected_memory: AssessedProcess }
  /** Sends a call (src/chain/calls) of an actor and waits for its block; of the `board`, which is no account, by an ordinary motion. */
  act(
    actor: ActorName | 'board',
    call: ContractCall,
  ): Promise<Outcome & { readonly block: number; readonly hash: Hex; readonly gasUsed: bigint }>
  /** Registers keys in a new lot; its id. */
  registerKeys(actor: ActorName, processId: string, keyIds: readonly Hex[]): Promise<string>
  /** Files of an actor's keystore, made on first use. */
  keystoreOf(actor: ActorName): Promise<{ readonly keystore: string; readonly password_file: string }>
  close(): Promise<void>
}

type WorldOptions = {
  readonly chainId?: number
  readonly laidOut?: boolean
  /** Where the chain is to run. */
  readonly start?: (options: LocalChainOptions) => Promise<LocalChain>
}

/**
 * Starts a chain, deploys, registers the entities and assesses two processes: about three seconds.
 * @param laidOut the contracts and what they were founded with lie in block 0, as a genesis file has them: no event tells of them
 */
export async function deployWorld({ chainId = 31_337, laidOut = false, start = startChain }: WorldOptions = {}): Promise<World> {
  const chain = await start({ chainId })
  const folder = temporaryFolder()
  const client = createClient({ rpc: chain.url })
  const journal = openJournal(folder.file('journal.sqlite'))
  const entries = actorNames.map(async (name): Promise<[ActorName, Actor]> => {
    const privateKey = generatePrivateKey()
    const signer = signerOf(privateKey)
    return [name, { account: signer.address, privateKey, signer, sender: await createSender({ client, signer, journal }) }]
  })
  const actors = Object.fromEntries(await Promise.all(entries)) as Record<ActorName, Actor>
  const founders = entityNames.map((name) => entityOf(name, actors[name].account))
  const consortium = foundConsortium({ chainId: chain.chainId, country: 'US' }, actors, founders)
  const deployment = laidOut
    ? await layGenesis(client, consortium)
    : await deploy({ client, sender: actors.deployer.sender, consortium, name: 'world' })
  const deploymentFile = folder.file('deployment.json')
  writeDeployment(deploymentFile, deployment)
  const { contracts } = deployment

  const registry = registryOf(client, deployment)
  const seats = seatNames.map((name) => actors[name])
  const act: World['act'] = async (actor, call) => {
    const { receipt, hash } =
      actor === 'board' ? await passMotion({ registry, seats }, [call]) : await actors[actor].sender.send({ id: randomUUID(), ...call })
    return { ...readOutcome(deployment, receipt), block: Number(receipt.blockNumber), hash, gasUsed: receipt.gasUsed }
  }
  await act('board', accredit(contracts, actors.assessor.account, '2036-01-01T00:00:00Z'))
  const processes = {
    secure_element: await assessProcess(act, contracts, 'chip_maker', secureElement),
    unprotected_memory: await assessProcess(act, contracts, 'oem', unprotectedMemory),
  }

  return {
    chain,
    client,
    deployment,
    deploymentFile,
    consortium,
    registry,
    actors,
    seats,
    processes,
    act,
    registerKeys: async (actor, processId, keyIds) => (await act(actor, createKeys(contracts, processId, undefined, keyIds))).lot_id ?? '',
    keystoreOf: async (actor) => {
      const [keystore, password_file] = [folder.file(`${actor}.json`), folder.file(`${actor}.password`)]
      if (!existsSync(keystore)) {
        writeFileSync(password_file, `${actor}\n`, { mode: 0o600 })
        await createKeystore(keystore, password_file, { scryptN: 1024 }, actors[actor].privateKey)
      }
      return { keystore, password_file }
    },
    close: async () => {
      journal.close()
      await chain.close()
      folder.remove()
    },
  }
}
