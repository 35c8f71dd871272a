import { chmodSync, statSync } from 'node:fs'
import { differenceOf, type Difference } from '../../src/chain/permissions/difference.ts'
import { adjustLists, readNodeLists, reloadLists } from '../../src/chain/permissions/node-lists.ts'
import { keepPeers } from '../../src/chain/permissions/node-peers.ts'
import { createRpc, type RpcRequest } from '../../src/chain/rpc-transport.ts'
import type { AllowLists } from '../../src/chain/permissions/allow-lists.ts'
import { writeWhole } from '../../src/files/write-whole.ts'
import { Problem } from '../../src/domain/problem.ts'
import { permissionsFile } from '../../src/network/permissions-file.ts'
import { readPermissionsFile } from '../../src/network/read-permissions-file.ts'
import type { NodeFolder } from './node-folder.ts'
import { among, notAmong, peersOf, readStaticNodes, staticNodesText } from './static-nodes.ts'

/** `file`: permissions_config.toml; `node`: what the running node works by; `static_nodes`: static-nodes.json. */
export type Drift = {
  readonly where: 'file' | 'node' | 'static_nodes'
  readonly list: 'accounts' | 'nodes'
  readonly missing: readonly string[]
  readonly surplus: readonly string[]
}

/** How a node stands. `away`: its files are right (or made so), and it reads them when it starts. `failed`: see `problem`. */
export type NodeReport = {
  readonly node: string
  readonly rpc_url: string
  readonly state: 'kept' | 'mended' | 'drifted' | 'away' | 'failed'
  readonly drift: readonly Drift[]
  readonly problem: string | null
}

const timeoutMs = 5000
const empty: AllowLists = { accounts: [], nodes: [] }
const awayCodes: readonly string[] = ['chain_unreachable', 'chain_timeout']

/** Compares a node with what the chain says; with `mend`, makes it so. Never throws: what went wrong is in the report. */
export async function keepNode(folder: NodeFolder, wanted: AllowLists, mend: boolean): Promise<NodeReport> {
  const rpc = createRpc(new URL(folder.rpcUrl), timeoutMs, undefined)
  const answered: { drift: Drift[]; away: Problem | undefined } = { drift: [], away: undefined }
  const report = (state: NodeReport['state'], problem: string | null = null): NodeReport => {
    return { node: folder.name, rpc_url: folder.rpcUrl, state, drift: answered.drift, problem }
  }
  try {
    const running = await runningLists(rpc)
    if (running instanceof Problem) answered.away = running
    const lists = running instanceof Problem ? undefined : running
    answered.drift = driftOf(folder, wanted, lists)
    if (mend) await mendNode(folder, rpc, wanted, lists)
  } catch (error) {
    if (error instanceof Problem && awayCodes.includes(error.code)) return report('away', error.message)
    return report('failed', (error as Error).message)
  }
  if (answered.away !== undefined) return report('away', answered.away.message)
  if (answered.drift.length === 0) return report('kept')
  return report(mend ? 'mended' : 'drifted')
}

async function runningLists(rpc: RpcRequest): Promise<AllowLists | Problem> {
  try {
    return await readNodeLists(rpc)
  } catch (error) {
    if (error instanceof Problem && awayCodes.includes(error.code)) return error
    throw error
  }
}

function driftOf(folder: NodeFolder, wanted: AllowLists, running: AllowLists | undefined): Drift[] {
  const sides = (where: Drift['where'], difference: Difference): Drift[] => [
    { where, list: 'accounts', ...difference.accounts },
    { where, list: 'nodes', ...difference.nodes },
  ]
  const statics = { accounts: [], nodes: readStaticNodes(folder.staticNodesFile) }
  return [
    ...sides('file', differenceOf(fileLists(folder), wanted)),
    ...(running === undefined ? [] : sides('node', differenceOf(running, wanted))),
    ...sides('static_nodes', differenceOf(statics, { accounts: [], nodes: peersOf(folder, wanted.nodes) })),
  ].filter(({ missing, surplus }) => missing.length + surplus.length > 0)
}

/** A file that is missing or broken holds nothing, and is written anew. */
function fileLists({ permissionsFile: file }: NodeFolder): AllowLists {
  try {
    return readPermissionsFile(file)
  } catch (error) {
    if (error instanceof Problem) return empty
    throw error
  }
}

/**
 * Besu does not start where static-nodes.json names a node that is not on the allow-list: so what goes leaves static-nodes.json first, and what
 * comes enters it last.
 */
async function mendNode(folder: NodeFolder, rpc: RpcRequest, wanted: AllowLists, running: AllowLists | undefined): Promise<void> {
  const statics = readStaticNodes(folder.staticNodesFile)
  const peers = peersOf(folder, wanted.nodes)
  const gone = notAmong(statics, peers)
  if (gone.length > 0) writeFile(folder.staticNodesFile, staticNodesText(among(statics, peers)))
  const difference = running === undefined ? undefined : differenceOf(running, wanted)
  const adjusted = difference === undefined || difference.count === 0 || (await adjustLists(rpc, difference))
  if (differenceOf(fileLists(folder), wanted).count > 0) writeFile(folder.permissionsFile, permissionsFile(wanted))
  if (!adjusted) await reload(rpc, wanted)
  if (gone.length > 0 || notAmong(peers, statics).length > 0) writeFile(folder.staticNodesFile, staticNodesText(peers))
  if (running !== undefined) await keepPeers(rpc, peers, peersOf(folder, gone))
}

/** Besu writes into its permissions file too: who may write stays as it is. */
function writeFile(file: string, text: string): void {
  const before = statSync(file, { throwIfNoEntry: false })
  writeWhole(file, text, 0o644, { replace: true })
  if (before !== undefined) chmodSync(file, before.mode & 0o777)
}

async function reload(rpc: RpcRequest, wanted: AllowLists): Promise<void> {
  await reloadLists(rpc)
  const { count } = differenceOf(await readNodeLists(rpc), wanted)
  if (count > 0) throw new Problem('chain_refused', { detail: `the node read its file anew, and still differs in ${count} entries` })
}
