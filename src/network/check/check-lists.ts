import { parse } from 'smol-toml'
import type { Consortium } from '../../domain/consortium.ts'
import { nodeFiles } from '../besu-config.ts'
import { pathIn, peersOf } from '../network-files.ts'
import type { NetworkNode } from '../network-nodes.ts'
import { firstAllowLists } from '../permissions-file.ts'
import { checkEnodes } from './check-node.ts'
import { fault, fine, note, type NetworkFinding } from './finding.ts'
import type { FolderReader } from './folder-reader.ts'

type Lists = { readonly accounts: readonly string[]; readonly nodes: readonly string[]; readonly peers: readonly string[] }

/**
 * static-nodes.json and permissions_config.toml of all nodes. They follow the chain once it runs: where all folders agree, a difference from the
 * description is for people to judge; where one stands alone, it is wrong.
 */
export function checkLists(read: FolderReader, consortium: Consortium, nodes: readonly NetworkNode[]): NetworkFinding[] {
  const first = firstAllowLists(consortium)
  const found = nodes.map((node) => ({ node, lists: readLists(read, node) }))
  const whole = found.filter((each): each is { node: NetworkNode; lists: Lists } => !Array.isArray(each.lists))
  const spelled = whole.map(({ node, lists }) =>
    JSON.stringify([sorted(lists.accounts), sorted(lists.nodes), sorted([...lists.peers, node.enode])]),
  )
  const agreed = new Set(spelled).size === 1 && whole.length === nodes.length
  return found.flatMap(({ node, lists }) => {
    if (Array.isArray(lists)) return lists
    const { accounts, nodes: allowed, peers } = lists
    const permissions = pathIn(node, nodeFiles.permissions)
    const statics = pathIn(node, nodeFiles.staticNodes)
    const say = agreed ? note : fault
    const findings = [
      ...checkEnodes(statics, peers),
      ...checkEnodes(permissions, allowed),
      ...differing(`${permissions}: accounts-allowlist`, accounts, first.accounts, say),
      ...differing(`${permissions}: nodes-allowlist`, allowed, first.nodes, say),
      ...differing(statics, peers, peersOf(node, nodes), say),
      ...notAmong(peers, allowed).map((peer) =>
        fault(statics, `${peer}, which is on no allow-list: Besu would end`, 'nodes of the allow-list'),
      ),
    ]
    return findings.length === 0 ? [fine(`${permissions}, ${nodeFiles.staticNodes}`, 'as the description has them')] : findings
  })
}

function readLists(read: FolderReader, node: NetworkNode): Lists | NetworkFinding[] {
  const [permissions, statics] = [pathIn(node, nodeFiles.permissions), pathIn(node, nodeFiles.staticNodes)]
  const [toml, json] = [read(permissions), read(statics)]
  if (toml === undefined) return [fault(permissions, 'nothing', 'a file')]
  if (json === undefined) return [fault(statics, 'nothing', 'a file')]
  try {
    const lists = parse(toml)
    const peers: unknown = JSON.parse(json)
    const [accounts, nodes] = [lists['accounts-allowlist'], lists['nodes-allowlist']]
    if (!isTexts(accounts) || !isTexts(nodes))
      return [fault(permissions, 'no list of accounts or of nodes', 'accounts-allowlist and nodes-allowlist')]
    if (!isTexts(peers)) return [fault(statics, 'no list of enodes', 'a list of enodes')]
    return { accounts: accounts.map((account) => account.toLowerCase()), nodes, peers }
  } catch (error) {
    return [fault(`${permissions} or ${statics}`, (error as Error).message.split('\n')[0] ?? '', 'TOML and JSON')]
  }
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((entry) => typeof entry === 'string')
const sorted = (values: readonly string[]): string[] => [...values].sort()
const notAmong = (values: readonly string[], others: readonly string[]): string[] => values.filter((value) => !others.includes(value))

function differing(check: string, found: readonly string[], wanted: readonly string[], say: typeof fault): NetworkFinding[] {
  const surplus = notAmong(found, wanted).map((entry) => say(check, entry, 'nothing: the description does not name it'))
  const missing = notAmong(wanted, found).map((entry) => say(check, 'nothing', entry))
  return [...surplus, ...missing]
}
