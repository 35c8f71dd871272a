import { registerKeys } from '../../../src/chain/register/register-keys.ts'
import { openJournal } from '../../../src/chain/journal.ts'
import { openRegistry } from '../../../src/chain/registry.ts'
import { createSender } from '../../../src/chain/sender.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { keyListOf } from '../../../src/domain/key-files/key-list.ts'
import { Problem } from '../../../src/domain/problem.ts'
import type { Actor, World } from '../../support/world.ts'

/** How long the node may take for an answer; a node of these tests that says nothing costs so much. */
const timeoutMs = 400

export type Registering = {
  readonly world: World
  readonly rpc: string
  readonly actor: Actor
  readonly processId: string
  readonly journalFile: string
  readonly keyIds: readonly Hex[]
}

/** Keys that the writer said were in blocks, when it was through; and how often it gave up before. */
export type Told = { readonly told: readonly Hex[]; readonly attempts: number; readonly problems: readonly string[] }

/**
 * Registers keys as `derkey key register` does, in this process; what gives up is started again, as its user would.
 * @throws Error where it gives up `most` times
 */
export async function registerInSpite({ world, rpc, actor, processId, journalFile, keyIds }: Registering, most = 40): Promise<Told> {
  const problems: string[] = []
  for (;;) {
    const journal = openJournal(journalFile)
    try {
      const registry = await openRegistry({ rpc, timeoutMs, deployment: world.deployment })
      const sender = await createSender({ client: registry.client, signer: actor.signer, journal, timeoutMs: 10_000 })
      await sender.resume()
      const told: Hex[] = []
      await registerKeys(registry, [sender], { processId, keys: keyListOf(keyIds), onBatch: ({ key_ids }) => void told.push(...key_ids) })
      return { told, attempts: problems.length + 1, problems }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push(`${error.code}: ${error.message}`)
      if (problems.length >= most) throw new Error(`it gave up ${most} times: ${problems.slice(-3).join('; ')}`, { cause: error })
    } finally {
      journal.close()
    }
  }
}
