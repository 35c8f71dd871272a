import type { Hex } from '../../domain/fields.ts'
import { ask } from '../chain-problem.ts'
import type { ChainRegistry } from '../registry.ts'

/** The account that signed a transaction: no event tells it. */
export async function readTransactionSender({ client }: Pick<ChainRegistry, 'client'>, transaction: Hex): Promise<string> {
  return (await ask(() => client.getTransaction({ hash: transaction }))).from.toLowerCase()
}
