import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../domain/problem.ts'
import { nodeFiles } from '../besu-config.ts'
import { networkFiles, pathIn } from '../network-files.ts'
import { transitionList, type Transition } from '../transitions.ts'
import { replaceFile } from './replace-file.ts'

export type Transitioned = {
  readonly transitions: readonly Transition[]
  /** Text of the new genesis.json, the same in all the files that were written. */
  readonly genesis: string
  /** What was written, by path in the folder. */
  readonly written: readonly string[]
}

/**
 * Adds an entry to `transitions.qbft` of a network's genesis.json and of every node's copy. Everything else of the file stays as it is, and the
 * hash of block 0 too: it is not built again, since a newer version would put newer contracts in it.
 * @throws Problem `file_unreadable`, `genesis_invalid`, `invalid_input` where the block is not above the last transition's
 */
export function addTransition(folder: string, transition: Transition): Transitioned {
  const genesis = readGenesisJson(folder)
  const before = transitionList.safeParse(genesis.config.transitions?.qbft ?? [])
  if (!before.success) throw new Problem('genesis_invalid', { detail: `config.transitions.qbft: ${before.error.issues[0]?.message ?? ''}` })
  // run again after an interruption, it writes what is left to be written
  const last = before.data.at(-1)
  const again = JSON.stringify(last) === JSON.stringify(transition)
  if (!again && last !== undefined && transition.block <= last.block) {
    throw new Problem('invalid_input', {
      field: 'block',
      detail: `${transition.block} is not above ${last.block}, where the last transition is`,
    })
  }
  const transitions = again ? before.data : [...before.data, transition]
  const config = { ...genesis.config, transitions: { ...genesis.config.transitions, qbft: transitions } }
  const text = json({ ...genesis, config })
  const copies = nodeFolders(folder).map((name) => pathIn({ name }, nodeFiles.genesis))
  const files = [
    ...copies.map((path) => [path, text] as const),
    [networkFiles.transitions, json(transitions)] as const,
    [networkFiles.genesis, text] as const,
  ]
  for (const [path, content] of files) replaceFile(join(folder, path), content)
  return { transitions, genesis: text, written: files.map(([path]) => path) }
}

type GenesisJson = { readonly config: Record<string, unknown> & { readonly transitions?: { readonly qbft?: unknown } } }

function readGenesisJson(folder: string): GenesisJson {
  const file = join(folder, networkFiles.genesis)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Problem('file_unreadable', { field: 'dir', detail: `${file}: ${(error as Error).message}`, cause: error })
  }
  try {
    const found = JSON.parse(text) as Partial<GenesisJson> | null
    if (typeof found?.config === 'object' && 'qbft' in found.config) return found as GenesisJson
  } catch (error) {
    throw new Problem('genesis_invalid', { detail: `${file} is no JSON: ${(error as Error).message}`, cause: error })
  }
  throw new Problem('genesis_invalid', { detail: `${file} is no genesis of a QBFT network: it has no config.qbft` })
}

function nodeFolders(folder: string): string[] {
  try {
    const entries = readdirSync(join(folder, networkFiles.nodes), { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new Problem('file_unreadable', { field: 'dir', detail: (error as Error).message, cause: error })
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
