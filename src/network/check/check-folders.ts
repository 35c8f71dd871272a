import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Consortium } from '../../domain/consortium.ts'
import { nodeFiles } from '../besu-config.ts'
import { networkFiles, pathIn, type Network } from '../network-files.ts'
import { checkLists } from './check-lists.ts'
import { checkConfig, checkKey } from './check-node.ts'
import { compared, fault, fine, note, type NetworkFinding } from './finding.ts'
import type { FolderReader } from './folder-reader.ts'
import { jsonDifferences } from './json-differences.ts'

/** Besides the genesis: that all nodes have the same one, the rest of their folders, and what is for people. */
export function checkFolders(folder: string, read: FolderReader, consortium: Consortium, network: Network): NetworkFinding[] {
  const { nodes, files } = network
  const genesis = read(networkFiles.genesis)
  const copies = nodes.map((node) => {
    const path = pathIn(node, nodeFiles.genesis)
    const copy = read(path)
    if (copy === undefined) return fault(path, 'nothing', `a copy of ${networkFiles.genesis}`)
    return compared(
      path,
      copy === genesis ? `the same as ${networkFiles.genesis}` : differenceOf(copy, genesis),
      `the same as ${networkFiles.genesis}`,
    )
  })
  const deployments = nodes.flatMap((node) => {
    const path = pathIn(node, networkFiles.deployment)
    const found = read(path)
    // `derkey network permissions` reads it: another contract would name who may connect
    if (found === files.get(path)) return []
    return [fault(path, found === undefined ? 'nothing' : 'changed', 'as `derkey network init` writes it')]
  })
  const others = [...files].filter(
    ([path]) => !path.startsWith(`${networkFiles.nodes}/`) && !path.endsWith(networkFiles.genesis) && path !== networkFiles.description,
  )
  const names = new Set(nodes.map(({ name }) => name))
  return [
    ...copies,
    ...deployments,
    ...nodes.flatMap((node) => checkConfig(read, consortium, node)),
    ...checkLists(read, consortium, nodes),
    ...nodes.flatMap((node) => checkKey(folder, read, node)),
    ...others.map(([path, wanted]) => {
      const say = path === networkFiles.deployment ? fault : note
      return read(path) === wanted
        ? fine(path, 'as the description has it')
        : say(path, read(path) === undefined ? 'nothing' : 'changed', 'as `derkey network init` writes it')
    }),
    ...foldersIn(join(folder, networkFiles.nodes)).flatMap((name) =>
      names.has(name) ? [] : [note(`${networkFiles.nodes}/${name}`, 'a folder', 'nothing: the description has no such node')],
    ),
  ]
}

function differenceOf(copy: string, genesis: string | undefined): string {
  try {
    const differences = jsonDifferences(JSON.parse(copy), JSON.parse(genesis ?? 'null'))
    return differences.length === 0
      ? 'the same JSON, written otherwise'
      : `differs at ${differences
          .slice(0, 3)
          .map(({ path }) => path)
          .join(', ')}${differences.length > 3 ? ', …' : ''}`
  } catch {
    return 'differs, and is no JSON'
  }
}

const foldersIn = (folder: string): string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
