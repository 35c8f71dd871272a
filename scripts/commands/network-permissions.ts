import { Option } from '@commander-js/extra-typings'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readDeployment } from '../../src/chain/deployment.ts'
import type { AsOfLists } from '../../src/chain/permissions/allow-lists.ts'
import { Problem } from '../../src/domain/problem.ts'
import { environment } from '../environment.ts'
import { listsOfNodes } from '../network/follow-permissions.ts'
import { keepNode, type Drift, type NodeReport } from '../network/keep-node.ts'
import { findNodeFolders } from '../network/node-folder.ts'
import { table, type Output } from '../output.ts'
import { outputOf, reader } from '../registry-command.ts'
import { untilStopped } from '../until-stopped.ts'

const pauseMs = 2000
const tries = 3

export const networkPermissions = reader(
  'permissions',
  "keeps every node's allow-lists (accounts and nodes) and its peers as the chain says, until Ctrl-C; exits 1 where a node does not keep them",
)
  .argument('<dir>', 'folder that `derkey network init` wrote, or one node of it')
  .option('--once', 'one pass, then the end')
  .addOption(new Option('--check', 'reports drift, changes nothing').conflicts('once'))
  .action(async (directory, { once = false, check = false, rpc = environment.rpc, deployment = environment.deployment }, command) => {
    const output = outputOf(command)
    const folders = findNodeFolders(directory)
    const file = deployment ?? join(directory, 'deployment.json')
    const read = listsOfNodes(rpc === undefined ? folders.map(({ rpcUrl }) => rpcUrl) : [rpc], readDeployment(file))
    const pass = async () => {
      const lists = await read()
      // a node may have come
      return { lists, reports: await Promise.all(findNodeFolders(directory).map((folder) => keepNode(folder, lists, !check))) }
    }
    const ended = once || check ? await repeat(pass) : await follow(pass, output)
    if (ended === undefined) return
    answer(output, ended.lists, ended.reports)
    if (ended.reports.some(({ state }) => state !== 'kept' && state !== 'mended')) process.exitCode = 1
  })

type Passed = { readonly lists: AsOfLists; readonly reports: readonly NodeReport[] }

/** A node that is being started is away for some seconds. */
async function repeat(pass: () => Promise<Passed>): Promise<Passed> {
  for (let left = tries - 1; ; left--) {
    const passed = await pass()
    if (left === 0 || passed.reports.every(({ state }) => state !== 'away' && state !== 'failed')) return passed
    await pause(1000)
  }
}

/** Says what changes, and the last pass. */
async function follow(pass: () => Promise<Passed>, output: Output): Promise<Passed | undefined> {
  const stopping = new AbortController()
  const stopped = untilStopped().then(() => stopping.abort())
  const said = new Map<string, string>()
  const say = (who: string, what: string) => {
    if (said.get(who) !== what) output.note(`${who}: ${what}`)
    said.set(who, what)
  }
  let last: Passed | undefined
  while (!stopping.signal.aborted) {
    try {
      last = await pass()
      say('chain', 'followed')
      for (const report of last.reports) say(report.node, inWords(report))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      say('chain', `${error.message} (${error.code})`)
    }
    await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
  await stopped
  return last
}

function answer(output: Output, { accounts, nodes, as_of }: AsOfLists, reports: readonly NodeReport[]): void {
  const rows = reports.map((report) => ({
    node: report.node,
    state: report.state,
    drift: report.drift.map(driftInWords),
    problem: report.problem,
  }))
  output.answer({ as_of, accounts, nodes, reports }, [
    `block ${as_of.block}: ${accounts.length} accounts, ${nodes.length} nodes`,
    table(rows, ['node', 'state', 'drift', 'problem']),
  ])
}

function inWords({ state, drift, problem }: NodeReport): string {
  return [state, ...drift.map(driftInWords), ...(problem === null ? [] : [problem])].join(', ')
}

const driftInWords = ({ where, list, missing, surplus }: Drift) => `${where}: ${list} +${missing.length} -${surplus.length}`
