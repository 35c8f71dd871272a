import { createHash } from 'node:crypto'
import type { Consortium } from '../domain/consortium.ts'
import { besuConfig, nodeFiles } from './besu-config.ts'
import { buildGenesis, type BuiltGenesis } from './build-genesis.ts'
import { networkNodes, type NetworkNode } from './network-nodes.ts'
import { firstAllowLists, permissionsFile } from './permissions-file.ts'
import { composeFile } from './templates/compose.ts'
import { operatorsPage } from './templates/operators-page.ts'
import { prometheusFile } from './templates/prometheus.ts'
import { nodeUnit, permissionsUnit } from './templates/systemd.ts'
import type { Transition } from './transitions.ts'

/** Names of the files in a network's folder. */
export const networkFiles = {
  description: 'consortium.json',
  genesis: 'genesis.json',
  deployment: 'deployment.json',
  transitions: 'transitions.json',
  nodes: 'nodes',
} as const

export type Network = BuiltGenesis & {
  readonly nodes: readonly NetworkNode[]
  /** Text of each file, by its path in the folder: all that follows from the description, so without keys. */
  readonly files: ReadonlyMap<string, string>
}

/** Everything that a description comes to. @throws Problem, as `buildGenesis` */
export async function describeNetwork(consortium: Consortium, transitions: readonly Transition[] = []): Promise<Network> {
  const built = await buildGenesis(consortium, transitions)
  const nodes = networkNodes(consortium)
  const genesis = json(built.genesis)
  const permissions = permissionsFile(firstAllowLists(consortium))
  const { transitions: _later, ...firstConfig } = built.genesis.config
  const first = { ...built.genesis, config: firstConfig }
  const digest = `0x${createHash('sha256').update(json(first)).digest('hex')}` as const
  const validatorSet = built.deployment.contracts.ValidatorSet.address
  const files = new Map([
    [networkFiles.description, json(consortium)],
    ...(transitions.length === 0 ? [] : [[networkFiles.transitions, json(transitions)] as const]),
    [networkFiles.genesis, genesis],
    [networkFiles.deployment, json(built.deployment)],
    ['README.md', operatorsPage({ consortium, nodes, hash: built.hash, digest, validatorSet })],
    ['docker-compose.yml', composeFile(nodes)],
    ['prometheus.yml', prometheusFile(consortium.name, nodes)],
    ['systemd/derkey-node.service', nodeUnit],
    ['systemd/derkey-permissions.service', permissionsUnit],
    ...nodes.flatMap((node) => [
      [pathIn(node, nodeFiles.config), besuConfig(consortium, node)] as const,
      [pathIn(node, nodeFiles.genesis), genesis] as const,
      [pathIn(node, networkFiles.deployment), json(built.deployment)] as const,
      [pathIn(node, nodeFiles.staticNodes), json(peersOf(node, nodes))] as const,
      [pathIn(node, nodeFiles.permissions), permissions] as const,
    ]),
  ])
  return { ...built, nodes, files }
}

/** Enodes of all nodes but `node` itself: those it connects to. */
export const peersOf = (node: NetworkNode, nodes: readonly NetworkNode[]): string[] =>
  nodes.filter(({ name }) => name !== node.name).map(({ enode }) => enode)

/** `nodes/validator-1/config.toml` */
export const pathIn = ({ name }: Pick<NetworkNode, 'name'>, file: string): string => `${networkFiles.nodes}/${name}/${file}`

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
