/**
 * Builds dist/ for the packed package: JavaScript (Node strips no types under node_modules) and, beside it, the contracts' ABIs and
 * bytecode, and the pages of the key generation service. A checkout needs none of it.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const dist = join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})

const artifacts = join(root, 'artifacts')
for (const entry of readdirSync(artifacts, { recursive: true, withFileTypes: true })) {
  const contract = basename(entry.parentPath)
  if (!entry.isFile() || !contract.endsWith('.sol') || !entry.name.endsWith('.json')) continue
  const target = join(dist, 'artifacts', entry.parentPath.slice(artifacts.length + 1))
  mkdirSync(target, { recursive: true })
  cpSync(join(entry.parentPath, entry.name), join(target, entry.name))
}

const pages = join('src', 'keygen', 'service', 'page')
cpSync(join(root, pages), join(dist, pages), { recursive: true })
