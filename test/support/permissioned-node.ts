import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'smol-toml'

/** As much of Besu as keeps allow-lists: real HTTP, its methods, its answers, and what it writes into its file. */
export type PermissionedNode = {
  readonly port: number
  readonly lists: { accounts: string[]; nodes: string[] }
  readonly maintained: Set<string>
  /** Methods that it was asked for. */
  readonly seen: string[]
  /** Enodes that it was started with: it removes none of those. */
  fixed: readonly string[]
  close(): Promise<void>
}

type Params = readonly unknown[]

export async function startPermissionedNode(file: () => string): Promise<PermissionedNode> {
  const lists: PermissionedNode['lists'] = { accounts: [], nodes: [] }
  const state = { lists, maintained: new Set<string>(), seen: [] as string[], fixed: [] as readonly string[] }
  const add = (list: 'accounts' | 'nodes', [entries]: Params) => {
    lists[list].push(...(entries as string[]))
    write()
    return 'Success'
  }
  const remove = (list: 'accounts' | 'nodes', [entries]: Params) => {
    const gone = entries as string[]
    if (list === 'nodes' && state.fixed.some((node) => gone.includes(node))) throw new Error('Cannot remove a fixed node')
    lists[list] = lists[list].filter((entry) => !gone.includes(entry))
    write()
    return 'Success'
  }
  const quoted = (entries: readonly string[]) => entries.map((entry) => `"${entry}"`).join(',')
  const write = () => writeFileSync(file(), `nodes-allowlist=[${quoted(lists.nodes)}]\naccounts-allowlist=[${quoted(lists.accounts)}]`)
  const methods: Record<string, (params: Params) => unknown> = {
    perm_getAccountsAllowlist: () => lists.accounts,
    perm_getNodesAllowlist: () => lists.nodes,
    perm_addAccountsToAllowlist: (params) => add('accounts', params),
    perm_addNodesToAllowlist: (params) => add('nodes', params),
    perm_removeAccountsFromAllowlist: (params) => remove('accounts', params),
    perm_removeNodesFromAllowlist: (params) => remove('nodes', params),
    perm_reloadPermissionsFromFile: () => {
      const content = parse(readFileSync(file(), 'utf8'))
      lists.accounts = content['accounts-allowlist'] as string[]
      lists.nodes = content['nodes-allowlist'] as string[]
      return 'Success'
    },
    admin_peers: () => [...state.maintained].map((enode) => ({ enode })),
    admin_addPeer: ([enode]) => state.maintained.add(enode as string) !== undefined,
    admin_removePeer: ([enode]) => state.maintained.delete(enode as string),
  }
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of incoming) parts.push(part as Buffer)
      const { id, method, params } = JSON.parse(Buffer.concat(parts).toString()) as { id: number; method: string; params: Params }
      state.seen.push(method)
      try {
        outgoing.end(JSON.stringify({ jsonrpc: '2.0', id, result: methods[method]?.(params) }))
      } catch (error) {
        outgoing.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message: (error as Error).message } }))
      }
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return Object.assign(state, { port: (server.address() as AddressInfo).port, close })
}
