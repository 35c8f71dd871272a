import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployment, type Deployment } from '../../src/chain/deployment.ts'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import type { Consortium } from '../../src/domain/consortium.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { besuNode, type BesuNode, type BesuOptions } from './besu-node.ts'
import { drillConsortium } from './drill-consortium.ts'
import { fewestByContract, listValidators } from './list-validators.ts'
import { requireFreePorts } from './free-ports.ts'
import { runDerkey } from './run-derkey.ts'
import { until } from './until.ts'

export type NetworkOptions = BesuOptions & {
  readonly nodes: number
  readonly blockPeriodSeconds: number
  readonly basePort: number
}

/** A network that `derkey network init` made, its nodes in processes on this machine. */
export type Network = {
  readonly directory: string
  readonly options: NetworkOptions
  readonly consortium: Consortium
  readonly deployment: Deployment
  readonly validators: readonly BesuNode[]
  readonly standby: readonly BesuNode[]
  /** Nodes that came later: to be stopped with the others. */
  readonly others: BesuNode[]
  all(): BesuNode[]
  /** Private key of an account of the consortium. */
  keyOf(account: string): Hex
  /** A newer block than the node has now. @returns its number */
  nextBlock(node: BesuNode, timeoutMs?: number): Promise<number>
  /** Starts the nodes that do not run, and waits until blocks come and all have the same height. */
  up(nodes: readonly BesuNode[]): Promise<void>
  stop(): Promise<void>
}

export const standbyNodes = 2
/** Nodes that may join later. */
const laterNodes = 3
const startMs = 600_000

/** Runs `derkey network init` and `derkey network check`. */
export async function makeNetwork(directory: string, options: NetworkOptions): Promise<Network> {
  await requireFreePorts(portsOf(options))
  mkdirSync(directory, { recursive: true })
  const folder = join(directory, 'network')
  const description = join(directory, 'consortium.json')
  const genesisTime = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`
  const { nodes, blockPeriodSeconds, basePort } = options
  const inContract = Math.max(nodes, fewestByContract)
  writeFileSync(
    description,
    JSON.stringify(drillConsortium({ nodes: inContract, standby: standbyNodes, blockPeriodSeconds, genesisTime }), null, 2),
  )
  await runDerkey('network', 'init', description, '--dir', folder, '--generate-keys', '--loopback', String(basePort))
  await runDerkey('network', 'check', folder)

  const consortium = parseConsortium(readFileSync(join(folder, 'consortium.json'), 'utf8'))
  const nodesNamed = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => besuNode(join(folder, 'nodes', `${name}-${index + 1}`), options))
  const [validators, standby, others] = [nodesNamed('validator', nodes), nodesNamed('standby', standbyNodes), [] as BesuNode[]]
  const all = () => [...validators, ...standby, ...others]
  if (nodes < inContract) listValidators(validators, all())

  const nextBlock = async (node: BesuNode, timeoutMs = startMs) => {
    const before = await node.height()
    return until(`a block after ${before}`, timeoutMs, async () => {
      const height = await node.height()
      return height > before ? height : undefined
    })
  }
  const up = async (wanted: readonly BesuNode[]) => {
    for (const node of wanted) node.start()
    for (const node of wanted) {
      // while it starts, nothing listens
      const found = await until(`${node.name} answers`, startMs, async () => (node.running() ? node.height() : -1))
      if (found === -1) throw new Error(`${node.name} has ended:\n${node.log()}`)
    }
    const [first] = wanted
    if (first !== undefined) await nextBlock(first, startMs)
    for (const node of wanted) await caughtUp(node, wanted)
  }
  const caughtUp = (node: BesuNode, others: readonly BesuNode[]) =>
    until(`${node.name} has caught up`, startMs, async () => {
      const heights = await Promise.all(others.map((other) => other.height()))
      return (await node.height()) >= Math.max(...heights) - 1 ? true : undefined
    })
  return {
    directory: folder,
    options,
    consortium,
    deployment: readDeployment(join(folder, 'deployment.json')),
    validators,
    standby,
    others,
    all,
    keyOf: (account) => readFileSync(join(folder, 'keys', account), 'utf8').trim() as Hex,
    nextBlock,
    up,
    stop: async () => {
      await Promise.all(all().map((node) => node.retire()))
    },
  }
}

/** P2P, JSON-RPC and metrics, each in a row of its own. */
function portsOf({ basePort, nodes }: NetworkOptions): number[] {
  const places = Array.from({ length: Math.max(nodes, fewestByContract) + standbyNodes + laterNodes }, (_, index) => basePort + index)
  return [0, 100, 200].flatMap((row) => places.map((port) => port + row))
}
