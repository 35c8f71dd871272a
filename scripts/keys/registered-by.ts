import { readAccountKeys } from '../../src/chain/reads/account-keys.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import type { RegisteredKey } from '../../src/chain/reads/key-list.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import { entityIdField, timeField } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import { parseArgument } from '../parse-argument.ts'

export type RegisteredBy = { registeredBy?: string | undefined; from?: string | undefined; until?: string | undefined }

/** Keys that one account registered in blocks from `from` to `until`, both included; oldest first, each once. @throws Problem `invalid_input` */
export async function keysRegisteredBy(registry: ChainRegistry, { registeredBy, from, until }: RegisteredBy): Promise<RegisteredKey[]> {
  if (registeredBy === undefined || from === undefined || until === undefined) {
    throw new Problem('invalid_input', { field: 'registered-by', detail: '--registered-by, --from and --until go together' })
  }
  const which = {
    account: parseArgument('registered-by', entityIdField, registeredBy),
    from: parseArgument('from', timeField, from),
    until: parseArgument('until', timeField, until),
  }
  if (which.until < which.from) throw new Problem('invalid_input', { field: 'until', detail: `${until} is before ${from}` })

  const { block } = await readBlock(registry.client)
  return readAccountKeys(registry, which, block)
}
