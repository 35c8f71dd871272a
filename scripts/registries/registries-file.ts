import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import { parseInput, parseJson } from '../../src/domain/parse-input.ts'
import { Problem } from '../../src/domain/problem.ts'
import { registryPlace, toRegistryPlace, type RegistryPlace } from '../../src/domain/registry-place.ts'
import { inField } from './in-field.ts'
import { readPolicyBeside } from './read-policy-beside.ts'

/** The file of `--registries FILE`. Paths are relative to it. */
export const registriesFile = z
  .strictObject({
    $schema: z.string().optional(),
    registries: z
      .array(
        registryPlace({
          policy: z.string().min(1).describe('A policy file, relative to this file, or the name of a ready-made policy'),
        }),
      )
      .min(1)
      .describe('A key that is revoked or suspended in any of them is refused, else the first that knows it decides, by its policy'),
  })
  .meta({ id: 'Registries', title: 'Registries that derkey decide, ca issue and ca check ask' })

/** A registry that is to be opened. */
export type NamedRegistry = { readonly place: RegistryPlace; readonly policy: CompiledPolicy; readonly poll_interval_ms?: number }

/** Reads the file, and the policies that it names. @throws Problem `file_unreadable`, `invalid_configuration` */
export function readRegistriesFile(file: string): NamedRegistry[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Problem('file_unreadable', { field: 'registries', detail: (cause as Error).message, cause })
  }
  const { registries } = parseInput(registriesFile, parseJson(text, 'invalid_configuration'), 'invalid_configuration')
  return registries.map((given, index) => ({
    place: toRegistryPlace(given, (path) => resolve(dirname(file), path)),
    policy: inField(`registries[${index}]`, () => readPolicyBeside(file, given.policy)),
  }))
}
