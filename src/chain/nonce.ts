import { hexToNumber, type Hex } from 'viem'
import { Problem } from '../domain/problem.ts'
import { ask } from './chain-problem.ts'
import { readChainId, type Client } from './client.ts'

/** Tells chains apart in a journal: a chain that was started anew has the id of the old one, and another genesis block. */
export async function readChainKey(client: Client): Promise<string> {
  const chainId = await readChainId(client)
  const genesis = await ask(() => client.getBlock({ blockNumber: 0n }))
  if (genesis.hash === null) throw new Problem('chain_nonsense', { detail: 'the node gives its genesis block no hash' })
  return `${chainId}:${genesis.hash}`
}

/** Number of the account's transactions: in blocks (`latest`), or with those that the node holds for the next ones (`pending`). */
export async function readNonce(client: Client, account: Hex, tag: 'latest' | 'pending'): Promise<number> {
  return hexToNumber(await ask(() => client.request({ method: 'eth_getTransactionCount', params: [account, tag] })))
}

/** The lowest nonce from `from` on that does not stand for one of `journaled`: a gap is filled first. */
function freeNonce(from: number, journaled: (from: number) => Set<number>): number {
  const taken = journaled(from)
  let nonce = from
  while (taken.has(nonce)) nonce++
  return nonce
}

/** The nonces of one account, without asking for each. */
export type Nonces = {
  /** What the next transaction should have. Another process may have written it down meanwhile: the journal decides. */
  next(): Promise<number>
  /** It was written down. */
  take(nonce: number): void
  /** Something is not as remembered: the next is asked for. */
  forget(): void
}

/** For how long nobody else is expected to send from the account, in milliseconds; who does costs a transaction that is signed anew. */
const rememberedMs = 1000

/** For how long a count is believed that a node gave, when the next one is lower: of several nodes behind one address some are behind. */
const countedMs = 10_000

export function rememberNonces(client: Client, account: Hex, journaled: (from: number) => Set<number>): Nonces {
  let known: { next: number; at: number } | undefined
  let highest = { count: 0, at: 0 }
  const count = async () => {
    const now = await readNonce(client, account, 'pending')
    if (now < highest.count && performance.now() - highest.at < countedMs) return highest.count
    highest = { count: now, at: performance.now() }
    return now
  }
  return {
    next: async () => {
      if (known !== undefined && performance.now() - known.at < rememberedMs) return known.next
      return freeNonce(await count(), journaled)
    },
    take: (nonce) => void (known = { next: nonce + 1, at: performance.now() }),
    forget: () => void (known = undefined),
  }
}
