import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { SolcInput, SolcOutput } from '@openzeppelin/upgrades-core'

const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }
const root = join(import.meta.dirname, '..', '..')

/** What upgrades-core wants of each contract. */
const outputSelection = { '*': { '': ['ast'], '*': ['storageLayout', 'evm.bytecode.object', 'evm.bytecode.linkReferences'] } }

type Sources = Record<string, { content?: string }>
type Input = {
  language: string
  sources: Sources
  settings: { remappings: string[]; optimizer?: { enabled: boolean }; outputSelection: typeof outputSelection }
}

/** What the compiler was given, and what it answered. */
export type Compiled = { readonly input: SolcInput; readonly output: SolcOutput }

/** The compiler's whole answer about `names`, storage layouts included: Hardhat keeps none, and compiles in parts. */
export function compileLayouts(names: readonly string[]): Compiled {
  const inputs = names.map((name) => {
    const { buildInfoId } = readJson(join(root, 'artifacts', 'contracts', `${name}.sol`, `${name}.json`)) as { buildInfoId: string }
    return (readJson(join(root, 'artifacts', 'build-info', `${buildInfoId}.json`)) as { input: Input }).input
  })
  const first = inputs[0]!
  const remappings = [...new Set(inputs.flatMap(({ settings }) => settings.remappings))]
  const sources = asTheyAre(Object.assign({}, ...inputs.map(({ sources }) => sources)) as Sources)
  // where state lies does not depend on it, and it takes most of the time
  const optimizer = { enabled: false }
  return compile({ ...first, sources, settings: { ...first.settings, optimizer, remappings, outputSelection } })
}

/** Our own sources from their files: what was compiled in an earlier part may hold an old version of a file that a later part holds too. */
function asTheyAre(sources: Sources): Sources {
  const own = Object.keys(sources).filter((name) => name.startsWith('project/') && existsSync(join(root, name.slice('project/'.length))))
  return {
    ...sources,
    ...Object.fromEntries(own.map((name) => [name, { content: readFileSync(join(root, name.slice('project/'.length)), 'utf8') }])),
  }
}

/** The same of one source file that stands nowhere. */
export function compileSource(name: string, content: string): Compiled {
  return compile({ language: 'Solidity', sources: { [name]: { content } }, settings: { remappings: [], outputSelection } })
}

function compile(input: Input): Compiled {
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as SolcOutput
  const fault = output.errors?.find(({ severity }) => severity === 'error')
  if (fault !== undefined) throw new Error(fault.formattedMessage)
  return { input, output }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
