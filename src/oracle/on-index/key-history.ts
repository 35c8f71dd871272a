import { LRUCache } from 'lru-cache'
import type { Deployment } from '../../chain/deployment.ts'
import { tellHistory } from '../../chain/reads/history/tell-history.ts'
import { readTransactionSender } from '../../chain/reads/transaction-sender.ts'
import type { ChainRegistry } from '../../chain/registry.ts'
import type { Hex } from '../../domain/fields.ts'
import type { KeyHistory } from '../../domain/key-history.ts'
import type { IndexReader } from '../index/index-reader.ts'

/** Account that sent a transaction. */
export type SenderOf = (transaction: Hex) => Promise<string>

/** Senders of so many transactions are remembered: a whole batch of keys has the same. */
const sendersInMemory = 10_000

/** Asks the chain once about each. */
export function sendersOf(chain: Pick<ChainRegistry, 'client'>): SenderOf {
  const known = new LRUCache<Hex, string>({ max: sendersInMemory })
  return async (transaction) => {
    const sender = known.get(transaction) ?? (await readTransactionSender(chain, transaction))
    known.set(transaction, sender)
    return sender
  }
}

/** Everything that happened to a key up to a block; who sent the transactions, the chain says. */
export function readHistory(
  reader: IndexReader,
  { deployment, senderOf }: { readonly deployment: Deployment; readonly senderOf: SenderOf },
  keyId: Hex,
  until: number,
): Promise<KeyHistory> {
  return tellHistory(reader.history('key', keyId, until), keyId, deployment, { timeOf: (block) => reader.asOf(block).time, senderOf })
}
