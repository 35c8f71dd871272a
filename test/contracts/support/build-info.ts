import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }
const artifacts = join(import.meta.dirname, '..', '..', '..', 'artifacts')

type Input = { language: string; sources: Record<string, unknown>; settings: { remappings: string[]; outputSelection: unknown } }
type Variable = { readonly label: string; readonly slot: string; readonly offset: number; readonly type: string }
type Layout = { readonly storage: readonly Variable[]; readonly types: Record<string, { label: string; members?: readonly Variable[] }> }
type Output = { readonly contracts: Record<string, Record<string, { storageLayout: Layout }>> }

/** The compiler's whole answer about `names`, storage layouts included: Hardhat keeps none, and compiles in parts. */
export function compileLayouts(names: readonly string[]): { readonly input: Input; readonly output: Output } {
  const inputs = names.map((name) => {
    const { buildInfoId } = readJson(join(artifacts, 'contracts', `${name}.sol`, `${name}.json`)) as { buildInfoId: string }
    return (readJson(join(artifacts, 'build-info', `${buildInfoId}.json`)) as { input: Input }).input
  })
  const first = inputs[0]!
  const input: Input = {
    ...first,
    sources: Object.assign({}, ...inputs.map(({ sources }) => sources)) as Input['sources'],
    settings: {
      ...first.settings,
      remappings: [...new Set(inputs.flatMap(({ settings }) => settings.remappings))],
      outputSelection: { '*': { '': ['ast'], '*': ['storageLayout', 'evm.bytecode.object', 'evm.bytecode.linkReferences'] } },
    },
  }
  return { input, output: JSON.parse(solc.compile(JSON.stringify(input))) as Output }
}

/** Calls `use` with a folder that holds the build info alone, as upgrades-core wants it. */
export async function withBuildInfo<T>(info: { input: Input; output: Output }, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'derkey-build-info-'))
  try {
    writeFileSync(join(folder, 'all.json'), JSON.stringify({ solcVersion: '0.8.37', ...info }))
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Where each variable of the contract `name` lies, structs resolved: slot, offset, name and type, in this order. */
export function layoutOf({ output }: { output: Output }, name: string): string[] {
  const { storage, types } = output.contracts[`project/contracts/${name}.sol`]![name]!.storageLayout
  const structs = Object.values(types).flatMap(({ label, members }) => (members ?? []).map((member) => `${label}: ${line(member)}`))
  function line({ slot, offset, label, type }: Variable): string {
    return `${slot}+${offset} ${label} ${types[type]!.label}`
  }
  return [...storage.map(line), ...structs]
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
