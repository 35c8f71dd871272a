import { readBlock } from '../../src/chain/reads/block.ts'
import { firstBlockAt } from '../../src/chain/reads/block-at.ts'
import { readKeys, type RegisteredKey } from '../../src/chain/reads/key-list.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { entityIdField, timeField, toSeconds } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { parseArgument } from '../parse-argument.ts'

export type RegisteredBy = { registeredBy?: string | undefined; from?: string | undefined; until?: string | undefined }

/** Keys that one account registered in blocks from `from` to `until`, both included; oldest first, each once. @throws Problem `invalid_input` */
export async function keysRegisteredBy(registry: ChainRegistry, { registeredBy, from, until }: RegisteredBy): Promise<RegisteredKey[]> {
  if (registeredBy === undefined || from === undefined || until === undefined) {
    throw new Problem('invalid_input', { field: 'registered-by', detail: '--registered-by, --from and --until go together' })
  }
  const account = parseArgument('registered-by', entityIdField, registeredBy)
  const [first, last] = [toSeconds(parseArgument('from', timeField, from)), toSeconds(parseArgument('until', timeField, until))]
  if (last < first) throw new Problem('invalid_input', { field: 'until', detail: `${until} is before ${from}` })

  const { client, deployment } = registry
  const { block: head } = await readBlock(client)
  const firstBlock = await firstBlockAt(client, first, deployment.block, head)
  const lastBlock = (await firstBlockAt(client, last + 1, deployment.block, head)) - 1
  const found = new Map<string, RegisteredKey>()
  for await (const key of readKeys(registry, { account, from: firstBlock }, lastBlock)) found.set(key.key_id, key)
  return [...found.values()]
}
