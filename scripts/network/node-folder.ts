import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parse } from 'smol-toml'
import { z } from 'zod'
import { Problem } from '../../src/domain/problem.ts'

/** A node's folder, as `derkey network init` wrote it: Besu is started in it, and works by the files that its config.toml names. */
export type NodeFolder = {
  readonly name: string
  readonly folder: string
  readonly rpcUrl: string
  readonly permissionsFile: string
  readonly staticNodesFile: string
  /** Where others reach the node: `IP:PORT`. */
  readonly endpoint: { readonly ip: string; readonly port: number }
}

const port = z.number().int().min(1).max(65_535)
const configuration = z.object({
  'p2p-host': z.string(),
  'p2p-port': port,
  'rpc-http-host': z.string(),
  'rpc-http-port': port,
  'static-nodes-file': z.string(),
  'permissions-nodes-config-file': z.string(),
  'permissions-accounts-config-file': z.string(),
})

/** Folders of a network's directory that hold a config.toml, and `directory` itself where it is one. @throws Problem */
export function findNodeFolders(directory: string): NodeFolder[] {
  const folders = [directory, ...foldersIn(directory), ...foldersIn(join(directory, 'nodes'))].filter((folder) =>
    existsSync(join(folder, configName)),
  )
  if (folders.length === 0) throw new Problem('invalid_input', { field: 'dir', detail: `no folder with a config.toml in ${directory}` })
  return folders.map(readNodeFolder)
}

const configName = 'config.toml'

/** @throws Problem `file_unreadable`, `invalid_input` */
export function readNodeFolder(folder: string): NodeFolder {
  const file = join(folder, configName)
  const parsed = configuration.safeParse(readToml(file))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Problem('invalid_input', { field: file, detail: faults.join('; ') })
  }
  const { data } = parsed
  if (data['permissions-nodes-config-file'] !== data['permissions-accounts-config-file']) {
    throw new Problem('invalid_input', { field: file, detail: 'names two permissions files: accounts and nodes stand in one' })
  }
  return {
    name: basename(resolve(folder)),
    folder,
    // a node that listens everywhere is asked here
    rpcUrl: `http://${data['rpc-http-host'] === '0.0.0.0' ? '127.0.0.1' : data['rpc-http-host']}:${data['rpc-http-port']}`,
    permissionsFile: resolve(folder, data['permissions-nodes-config-file']),
    staticNodesFile: resolve(folder, data['static-nodes-file']),
    endpoint: { ip: data['p2p-host'], port: data['p2p-port'] },
  }
}

function readToml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Problem('file_unreadable', { field: file, detail: (cause as Error).message.split('\n')[0] ?? '', cause })
  }
}

function foldersIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new Problem('file_unreadable', { field: 'dir', detail: (cause as Error).message, cause })
  }
}
