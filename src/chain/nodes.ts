import { Problem } from '../domain/problem.ts'
import { isAway } from './checked-deployment.ts'
import { clientOf, type Client } from './client.ts'
import type { Deployment } from './deployment.ts'
import { openEndpoint, type EndpointOptions } from './follow/open-endpoint.ts'
import type { RpcRequest } from './rpc-transport.ts'

export type Nodes = {
  readonly client: Client
  /** @throws Problem `wrong_chain`, `contract_missing` of the one that is asked; `chain_unreachable`, … where none answers */
  check(): Promise<void>
  close(): void
}

/**
 * A client of several nodes of one chain: one is asked as long as it answers, then the next one. Each is asked for nothing before it has shown that
 * it is of the chain and has the contracts; whether they agree is for whoever follows the chain.
 * @param urls http(s) or ws(s)
 * @throws Problem `invalid_input` for what is no such URL
 */
export function openNodes(
  urls: readonly string[],
  options: Pick<EndpointOptions, 'deployment' | 'observe'> & { readonly deployment: Deployment },
): Nodes {
  const endpoints = urls.map((url) => openEndpoint(url, { timeoutMs: 10_000, onHead: () => undefined, ...options }))
  let current = 0
  const request: RpcRequest = async (asked) => {
    for (let tries = 1; ; tries++) {
      const at = current
      const endpoint = endpoints[at]
      if (endpoint === undefined) throw new Problem('invalid_input', { field: 'rpc', detail: 'no node is named' })
      try {
        await endpoint.requireRegistry()
        return await endpoint.request(asked)
      } catch (error) {
        if (tries >= endpoints.length || !isOfNode(error)) throw error
        // others may have moved on meanwhile
        if (current === at) current = (at + 1) % endpoints.length
      }
    }
  }
  return {
    client: clientOf(request),
    check: async () => void (await request({ method: 'eth_chainId' })),
    close: () => {
      for (const endpoint of endpoints) endpoint.close()
    },
  }
}

/** Another node may do better. */
function isOfNode(error: unknown): boolean {
  return isAway(error) || (error instanceof Problem && ['wrong_chain', 'contract_missing'].includes(error.code))
}
