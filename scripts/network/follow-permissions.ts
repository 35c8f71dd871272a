import { allowListReader, type AsOfLists } from '../../src/chain/permissions/allow-lists.ts'
import { createClient } from '../../src/chain/client.ts'
import { requireDeployment, type Deployment } from '../../src/chain/deployment.ts'
import { readHeight } from '../../src/chain/reads/block.ts'
import { registryOf } from '../../src/chain/registry.ts'
import { Problem } from '../../src/domain/problem.ts'

/** An idle network makes empty blocks: a head older than this is that of a node that has not caught up, or of a chain that stands still. */
const staleSeconds = 600

/**
 * Reads the allow-lists from whichever node is furthest, at each call.
 * @throws Problem `chain_behind` where that is behind what was read before, or old: by lists of long ago a node could lock itself out
 */
export function listsOfNodes(urls: readonly string[], deployment: Deployment): () => Promise<AsOfLists> {
  const nodes = urls.map((rpc) => {
    const client = createClient({ rpc, timeoutMs: 10_000 })
    return { rpc, client, read: allowListReader(registryOf(client, deployment)), known: false }
  })
  let highest = 0
  return async () => {
    const heights = await Promise.allSettled(nodes.map(({ client }) => readHeight(client)))
    const [best] = heights
      .flatMap((height, index) => (height.status === 'fulfilled' ? [{ height: height.value, node: nodes[index] }] : []))
      .sort((one, other) => other.height - one.height)
    if (best?.node === undefined) throw (heights[0] as PromiseRejectedResult).reason
    const { node } = best
    if (!node.known) await requireDeployment(node.client, deployment)
    node.known = true
    if (best.height < highest) {
      throw new Problem('chain_behind', { detail: `${node.rpc} is at block ${best.height}, the chain was at ${highest}` })
    }
    const lists = await node.read()
    const age = Math.round(Date.now() / 1000 - Date.parse(lists.as_of.time) / 1000)
    if (age > staleSeconds) {
      throw new Problem('chain_behind', { detail: `block ${lists.as_of.block}, the newest of ${node.rpc}, is ${age} s old` })
    }
    highest = Math.max(highest, lists.as_of.block)
    return lists
  }
}
