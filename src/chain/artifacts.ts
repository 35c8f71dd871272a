import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Abi, Hex } from 'viem'
import { Problem } from '../domain/problem.ts'

type Place = { readonly start: number; readonly length: number }

export type Artifact = {
  readonly abi: Abi
  readonly bytecode: Hex
  readonly deployedBytecode: Hex
  /** Where the code holds values that are known only when it is created, in bytes. */
  readonly immutableReferences?: Readonly<Record<string, readonly Place[]>>
}

/** In a checkout this file lies in src/chain, in the package in dist/src/chain; the artifacts lie in the folder above src either way. */
const folder = join(import.meta.dirname, '..', '..', 'artifacts')

/**
 * What the compiler made of a contract. `source` is its path as the compiler was given it, such as `contracts/KeyRegistry.sol`.
 * @throws Problem `bytecode_missing`
 */
export function readArtifact(source: string, name: string): Artifact {
  const file = join(folder, ...source.split('/'), `${name}.json`)
  if (!existsSync(file)) throw new Problem('bytecode_missing', { detail: `${file} does not exist` })
  return JSON.parse(readFileSync(file, 'utf8')) as Artifact
}
