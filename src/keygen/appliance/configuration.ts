import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { entropySources } from '../../domain/enumerations.ts'
import type { EntropySource } from '../../domain/enumerations.ts'
import { keyIdField } from '../../domain/fields.ts'
import { parseInput, parseJson } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'

/** Files of an appliance's folder. The configuration is written last: where it is, the appliance is whole. */
export const applianceFiles = {
  configuration: 'appliance.json',
  key: 'appliance.key.pem',
  publicKey: 'appliance.pub',
  ledger: 'batches.db',
} as const

const noise = z.strictObject({
  file: z.string().min(1),
  /** Bits a sample of 8 bits. */
  min_entropy: z.number().positive().max(8),
})

/** `appliance.json`. */
export const applianceConfiguration = z.strictObject({
  /** Key id of the signing key. */
  appliance_id: keyIdField,
  signing_key: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('file') }),
    z.strictObject({ kind: z.literal('pkcs11'), module: z.string().min(1), token: z.string().min(1), label: z.string().min(1) }),
  ]),
  entropy: z.strictObject({
    /** What the operator says of the noise source or, where none is configured, of the token. */
    declared: z.enum(entropySources).nullable(),
    certificate: z.string().min(1).max(200).nullable(),
    noise: noise.nullable(),
  }),
})
export type ApplianceConfiguration = z.infer<typeof applianceConfiguration>
export type Entropy = ApplianceConfiguration['entropy']

/** @throws Problem appliance_missing, appliance_invalid, invalid_configuration */
export function readApplianceConfiguration(directory: string): ApplianceConfiguration {
  const path = join(directory, applianceFiles.configuration)
  if (!existsSync(path)) throw new Problem('appliance_missing', { field: directory, detail: `${path} is not there` })
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Problem('appliance_invalid', { field: path, detail: (cause as Error).message, cause })
  }
  return parseInput(applianceConfiguration, parseJson(text, 'invalid_configuration'), 'invalid_configuration')
}

/** What a manifest says of the entropy source. */
export type EntropyReport = { readonly source: EntropySource; readonly certificate: string | null }

/** What can be declared of a raw noise source. Of the operating system nothing can, and a token is what its operator knows of it. */
const noiseSources: readonly EntropySource[] = ['physical', 'physical_validated', 'non_physical', 'unknown']

/** The source of keys that this software draws and of keys that a token draws: as what it is, never better than declared. */
export function reportedEntropy({ declared, certificate, noise }: Entropy, inToken: boolean): EntropyReport {
  if (!inToken && noise === null) return { source: 'operating_system', certificate: null }
  return inToken && noise !== null ? { source: 'unknown', certificate: null } : { source: declared ?? 'unknown', certificate }
}

/** @throws Problem entropy_claim for a declaration that nothing here bears out */
export function checkEntropy({ declared, certificate, noise }: Entropy, hasToken: boolean): void {
  const refused = (detail: string) => new Problem('entropy_claim', { field: 'entropy-source', detail })
  if (noise !== null && declared !== null && !noiseSources.includes(declared)) {
    throw refused(`a raw noise source is one of ${noiseSources.join(', ')}, not ${declared}`)
  }
  if (noise === null && !hasToken && (declared ?? 'operating_system') !== 'operating_system') {
    throw refused(`without raw noise source and token, keys are drawn of operating_system, not of ${declared}`)
  }
  const validated = declared?.endsWith('_validated') === true
  if (validated && certificate === null) throw refused(`${declared} wants the number of the certificate`)
  if (!validated && certificate !== null) throw refused('only a validated source has a certificate')
}
