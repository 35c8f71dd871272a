import { createPublicClient, custom, type CustomTransport, type PublicClient } from 'viem'
import { Problem } from '../domain/problem.ts'
import { askedAgain } from './asked-again.ts'
import { ask } from './chain-problem.ts'
import { createRpc, type RpcObserver, type RpcRequest } from './rpc-transport.ts'

export type ClientOptions = {
  readonly rpc: string
  /** How long the node may take for one answer, in milliseconds. */
  readonly timeoutMs?: number
  readonly observe?: RpcObserver | undefined
  /** Whether what got lost on its way, or was turned away, is asked again, within a second. What took too long is not. */
  readonly again?: boolean
}

export type Client = PublicClient<CustomTransport>

/**
 * A client of one node. Without `again` nothing is asked twice: whoever can wait repeats. Go through `ask`, so that failures come as a `Problem`.
 * @throws Problem `invalid_input` for a URL that is none.
 */
export function createClient({ rpc, timeoutMs = 10_000, observe, again = false }: ClientOptions): Client {
  if (!URL.canParse(rpc) || !/^https?:$/.test(new URL(rpc).protocol)) {
    throw new Problem('invalid_input', { field: 'rpc', detail: `${JSON.stringify(rpc)} is no http or https URL` })
  }
  const once = createRpc(new URL(rpc), timeoutMs, observe)
  const request = again ? askedAgain(once, { timeouts: false }) : once
  return clientOf(request)
}

/** The same for whatever asks: nothing is repeated or kept by viem. */
export function clientOf(request: RpcRequest): Client {
  return createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
}

/** Chain id that the node gives. */
export async function readChainId(client: Client): Promise<number> {
  const answer: unknown = await ask(() => client.request({ method: 'eth_chainId' }))
  if (typeof answer !== 'string' || !/^0x[0-9a-fA-F]{1,13}$/.test(answer)) {
    throw new Problem('chain_nonsense', { detail: `eth_chainId answers ${JSON.stringify(answer)}, which is no number` })
  }
  return Number(answer)
}

/** @throws Problem `wrong_chain` when the node's chain is not `chainId`. */
export async function requireChain(client: Client, chainId: number): Promise<void> {
  const actual = await readChainId(client)
  if (actual !== chainId) {
    throw new Problem('wrong_chain', { detail: `the node is of chain ${actual}, chain ${chainId} is wanted` })
  }
}
