import { Problem } from '../../domain/problem.ts'
import { chainProblem } from '../chain-problem.ts'
import type { RpcRequest } from '../rpc-transport.ts'

/**
 * Has a running node keep connections to `wanted`, and none to `gone`, without a restart: it reads static-nodes.json at its start alone.
 * One that does not answer now is tried again by the node itself.
 */
export async function keepPeers(rpc: RpcRequest, wanted: readonly string[], gone: readonly string[]): Promise<void> {
  try {
    for (const enode of gone) await rpc({ method: 'admin_removePeer', params: [enode] })
    const connected = new Set((await readPeers(rpc)).map(publicKeyOf))
    for (const enode of wanted) if (!connected.has(publicKeyOf(enode))) await rpc({ method: 'admin_addPeer', params: [enode] })
  } catch (error) {
    throw chainProblem(error)
  }
}

/** Enodes of the nodes that it is connected to; of those that called, with the port they called from. */
async function readPeers(rpc: RpcRequest): Promise<string[]> {
  const answer = await rpc({ method: 'admin_peers' })
  if (!Array.isArray(answer)) throw new Problem('chain_nonsense', { detail: 'admin_peers answers no list' })
  return answer.map((peer: { enode?: unknown }) => (typeof peer.enode === 'string' ? peer.enode : ''))
}

const publicKeyOf = (enode: string) => /[0-9a-f]{128}/i.exec(enode)?.[0].toLowerCase() ?? enode
