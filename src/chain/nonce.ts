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

/** The lowest nonce that stands neither for a transaction the node knows nor for one of `journaled`: a gap is filled first. */
export async function findFreeNonce(client: Client, account: Hex, journaled: (from: number) => Set<number>): Promise<number> {
  const from = await readNonce(client, account, 'pending')
  const taken = journaled(from)
  let nonce = from
  while (taken.has(nonce)) nonce++
  return nonce
}
