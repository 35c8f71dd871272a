import { RpcRequestError } from 'viem'
import { Problem } from '../../domain/problem.ts'
import { chainProblem } from '../chain-problem.ts'
import type { RpcRequest } from '../rpc-transport.ts'
import type { AllowLists } from './allow-lists.ts'
import type { Difference } from './difference.ts'

/** The lists that a running Besu works by. @throws Problem `chain_unreachable`, …; `chain_refused` where it keeps none */
export async function readNodeLists(rpc: RpcRequest): Promise<AllowLists> {
  return {
    accounts: await read(rpc, 'perm_getAccountsAllowlist'),
    nodes: await read(rpc, 'perm_getNodesAllowlist'),
  }
}

async function read(rpc: RpcRequest, method: string): Promise<string[]> {
  const answer = await tell(rpc, method)
  if (Array.isArray(answer) && answer.every((entry) => typeof entry === 'string')) return answer
  throw new Problem('chain_nonsense', { detail: `${method} answers ${JSON.stringify(answer).slice(0, 80)}, which is no list` })
}

/**
 * Adds and removes what is different, entry by entry. A reload empties Besu's lists before it reads them anew, and whoever hands in a
 * transaction in between (about 25 ms with 300 accounts, measured) is refused. Besu writes the change into its file by itself.
 * @returns false where it will not do so: its file was edited by hand, or an entry is of a node that it was started with
 */
export async function adjustLists(rpc: RpcRequest, { accounts, nodes }: Difference): Promise<boolean> {
  const changes = [
    ['perm_addNodesToAllowlist', nodes.missing],
    ['perm_addAccountsToAllowlist', accounts.missing],
    ['perm_removeAccountsFromAllowlist', accounts.surplus],
    ['perm_removeNodesFromAllowlist', nodes.surplus],
  ] as const
  try {
    for (const [method, entries] of changes) if (entries.length > 0) await rpc({ method, params: [entries] })
    return true
  } catch (error) {
    if (error instanceof RpcRequestError) return false
    throw chainProblem(error)
  }
}

/** Has Besu read its file anew. @throws Problem `chain_refused` where it finds the file wrong; it goes on with the lists that it had */
export async function reloadLists(rpc: RpcRequest): Promise<void> {
  await tell(rpc, 'perm_reloadPermissionsFromFile')
}

async function tell(rpc: RpcRequest, method: string, params: readonly unknown[] = []): Promise<unknown> {
  try {
    return await rpc({ method, params })
  } catch (error) {
    throw chainProblem(error)
  }
}
