import { randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { generatePrivateKey } from 'viem/accounts'
import type { LocalChain } from '../../scripts/local-chain.ts'
import { registerDocument } from '../../src/chain/calls/document-calls.ts'
import { accredit, registerEntity } from '../../src/chain/calls/entity-calls.ts'
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
import type { Hex } from '../../src/domain/fields.ts'
import { actorNames, entityNames, entityOf, type ActorName } from '../../scripts/demo/cast.ts'
import { assessProcess, criteria, secureElement, unprotectedMemory, type AssessedProcess } from '../../scripts/demo/assess-process.ts'
import { startChain } from './chain.ts'
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
  readonly registry: ChainRegistry
  readonly actors: Readonly<Record<ActorName, Actor>>
  /** Ready to register keys under: by `chip_maker` and by `oem`. */
  readonly processes: { readonly secure_element: AssessedProcess; readonly unprotected_memory: AssessedProcess }
  /** Sends a call (src/chain/calls) of an actor and waits for its block. */
  act(actor: ActorName, call: ContractCall): Promise<Outcome & { readonly block: number; readonly hash: Hex; readonly gasUsed: bigint }>
  /** Registers keys in a new lot; its id. */
  registerKeys(actor: ActorName, processId: string, keyIds: readonly Hex[]): Promise<string>
  /** Files of an actor's keystore, made on first use. */
  keystoreOf(actor: ActorName): Promise<{ readonly keystore: string; readonly password_file: string }>
  close(): Promise<void>
}

/** Starts a chain, deploys, registers the entities and assesses two processes: about three seconds. */
export async function deployWorld(): Promise<World> {
  const chain = await startChain()
  const folder = temporaryFolder()
  const client = createClient({ rpc: chain.url })
  const journal = openJournal(folder.file('journal.sqlite'))
  const entries = actorNames.map(async (name): Promise<[ActorName, Actor]> => {
    const privateKey = generatePrivateKey()
    const signer = signerOf(privateKey)
    return [name, { account: signer.address, privateKey, signer, sender: await createSender({ client, signer, journal }) }]
  })
  const actors = Object.fromEntries(await Promise.all(entries)) as Record<ActorName, Actor>
  const { board, registrar, programme_manager, regulator } = actors
  const staff = { registrar: registrar.account, programme_manager: programme_manager.account, regulator: regulator.account }
  const deployment = await deploy({ client, sender: board.sender, chainId: chain.chainId, name: 'world', staff })
  const deploymentFile = folder.file('deployment.json')
  writeDeployment(deploymentFile, deployment)
  const { contracts } = deployment

  const act: World['act'] = async (actor, call) => {
    const { receipt, hash } = await actors[actor].sender.send({ id: randomUUID(), ...call })
    return { ...readOutcome(deployment, receipt), block: Number(receipt.blockNumber), hash, gasUsed: receipt.gasUsed }
  }
  for (const name of entityNames) await act('registrar', registerEntity(contracts, entityOf(name, actors[name].account)))
  await act('board', registerDocument(contracts, criteria))
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
    registry: registryOf(client, deployment),
    actors,
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
