import { readFileSync } from 'node:fs'
import { enodeKey } from '../../src/chain/permissions/difference.ts'
import { parseEnode } from '../../src/domain/enode.ts'
import type { NodeFolder } from './node-folder.ts'

/** What static-nodes.json names; nothing where there is none, or no list of names in it. */
export function readStaticNodes(file: string): string[] {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Array.isArray(content) ? content.filter((entry) => typeof entry === 'string') : []
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

export const staticNodesText = (enodes: readonly string[]) => `${JSON.stringify(enodes, null, 2)}\n`

/** Whom a node connects to: all of `nodes` but itself, which is known by where it listens. */
export function peersOf({ endpoint }: NodeFolder, nodes: readonly string[]): string[] {
  return nodes.filter((node) => {
    const { ip, port } = parseEnode(node)
    return ip !== endpoint.ip || port !== endpoint.port
  })
}

/** Those of `enodes` that stand in `others` too, however they are written. */
export function among(enodes: readonly string[], others: readonly string[]): string[] {
  const keys = new Set(others.map(enodeKey))
  return enodes.filter((enode) => keys.has(enodeKey(enode)))
}

export function notAmong(enodes: readonly string[], others: readonly string[]): string[] {
  const keys = new Set(others.map(enodeKey))
  return enodes.filter((enode) => !keys.has(enodeKey(enode)))
}
