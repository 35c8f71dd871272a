import { z } from 'zod'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { entropySources } from '../../domain/enumerations.ts'
import { digestField, keyIdField, recordIdField, timeField } from '../../domain/fields.ts'
import { listFaults } from '../../domain/parse-input.ts'
import { Problem } from '../../domain/problem.ts'

/** Most keys of one batch. */
export const mostKeys = 100_000

/** Name of a file beside the manifest: nothing that leads out of its folder. */
const fileField = (folder: string) =>
  z.string().regex(new RegExp(`^${folder}/[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`), `must be a file of ${folder}/`)

const madeKey = z
  .strictObject({
    key_id: keyIdField,
    /** Absent where the key stays in a token. `recipient`: SHA-256 of the DER certificate that it is wrapped for. */
    wrapped: z.strictObject({ file: fileField('keys'), sha256: digestField, recipient: digestField }).optional(),
    /** Label of the key pair, where it stays in a token. */
    token_key: z.string().min(1).max(200).optional(),
    /** The device that has the key and showed it, to a key generation service. */
    device: z.string().min(1).max(128).optional(),
    csr: z.strictObject({ file: fileField('requests'), sha256: digestField }).optional(),
  })
  .refine(
    ({ wrapped, token_key, device }) => [wrapped, token_key, device].filter((place) => place !== undefined).length === 1,
    'is either wrapped, or in a token, or in a device',
  )

/** What an appliance says of one batch of keys that it made, or a service of keys that devices have; signed, it is the proof that each was held. */
export const keyManifest = z
  .strictObject({
    type: z.literal('derkey-key-manifest'),
    version: z.literal(1),
    /** Key id of the appliance's signing key. */
    appliance_id: keyIdField,
    /** 1, 2, 3, …: no number is left out, and none used twice. */
    counter: z.int().min(1),
    /** SHA-256 of the manifest before it, null for the first. */
    previous_manifest: digestField.nullable(),
    process_id: recordIdField,
    entropy_source: z.enum(entropySources),
    /** Number of the certificate of a validated source. */
    entropy_certificate: z.string().min(1).max(200).nullable(),
    made_at: timeField,
    keys: z.array(madeKey).min(1).max(mostKeys),
  })
  .refine(({ counter, previous_manifest }) => (counter === 1) === (previous_manifest === null), 'only the first has no manifest before it')
  .refine(({ keys }) => areDistinct(keys.map(({ key_id }) => key_id)), 'names a key twice')
  .refine(({ keys }) => areDistinct(keys.flatMap(({ wrapped }) => wrapped?.file ?? [])), 'names a file twice')

export type KeyManifest = z.infer<typeof keyManifest>
export type MadeKey = KeyManifest['keys'][number]

/** The octets of a manifest: canonical JSON, so that one manifest has one text and one hash. */
export function encodeManifest(manifest: KeyManifest): Buffer {
  return Buffer.from(canonicalJson(manifest))
}

/** @throws Problem manifest_malformed */
export function decodeManifest(bytes: Uint8Array): KeyManifest {
  let manifest: unknown
  try {
    manifest = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new Problem('manifest_malformed', { detail: `is no JSON: ${(cause as Error).message}`, cause })
  }
  const result = keyManifest.safeParse(manifest, { reportInput: true })
  if (!result.success) {
    const { field, detail } = listFaults(result.error)[0] ?? { field: '', detail: 'is no manifest' }
    throw new Problem('manifest_malformed', field === '' ? { detail } : { field, detail })
  }
  if (Buffer.compare(encodeManifest(result.data), bytes) !== 0) {
    throw new Problem('manifest_malformed', { detail: 'is not in canonical form (RFC 8785)' })
  }
  return result.data
}

function areDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length
}
