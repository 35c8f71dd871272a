import { createClient } from '../../../src/chain/client.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { registryOf, type ChainRegistry } from '../../../src/chain/registry.ts'
import { createSender, type Sender } from '../../../src/chain/sender.ts'
import type { Signer } from '../../../src/chain/signer.ts'
import { startFaultyNode, type FaultyNode } from '../../support/faulty-node.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'

/** A world, a node in front of its chain, and senders through that node. */
export type Bench = {
  readonly world: World
  readonly node: FaultyNode
  readonly registry: ChainRegistry
  /** The chip maker's process. */
  readonly processId: string
  /** A sender with a journal of that name, the same for the same name. */
  sender(signer: Signer, journal: string, timeoutMs?: number): Promise<Sender>
  /** Path of a file in the temporary folder. */
  file(name: string): string
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const folder = temporaryFolder()
  const world = await deployWorld()
  const node = await startFaultyNode(world.chain.url)
  const registry = registryOf(createClient({ rpc: node.url, timeoutMs: 3000 }), world.deployment)
  const journals = new Map<string, ReturnType<typeof openJournal>>()
  const journalOf = (name: string) => {
    const journal = journals.get(name) ?? openJournal(folder.file(name))
    journals.set(name, journal)
    return journal
  }
  return {
    world,
    node,
    registry,
    processId: world.processes.secure_element.process_id,
    sender: (signer, journal, timeoutMs = 20_000) =>
      createSender({ client: registry.client, signer, journal: journalOf(journal), timeoutMs }),
    file: folder.file,
    close: async () => {
      for (const journal of journals.values()) journal.close()
      await node.close()
      await world.close()
      folder.remove()
    },
  }
}
