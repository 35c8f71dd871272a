import { z } from 'zod'
import { isOid } from './object-identifier.ts'

/** IEEE 2030.5-2018, 6.11: policies that a device certificate states, under 1.3.6.1.4.1.40732. */
export const devicePolicies = {
  generic_device: '1.3.6.1.4.1.40732.1.1',
  mobile_device: '1.3.6.1.4.1.40732.1.2',
  post_manufacture: '1.3.6.1.4.1.40732.1.3',
  test: '1.3.6.1.4.1.40732.2.1',
  self_signed: '1.3.6.1.4.1.40732.2.2',
  commercial: '1.3.6.1.4.1.40732.2.3',
} as const

/** Policies that a CA may put into certificates; `self_signed` is for devices without one. */
export const issuedPolicies = ['generic_device', 'mobile_device', 'post_manufacture', 'test', 'commercial'] as const

/**
 * Object identifier of the registry extension, id-pe-registryReference of docs/asn1/DerKeyRegistry.asn1: under the documentation arc
 * (RFC 5612) until the project has a private enterprise number.
 */
export const defaultExtensionOid = '1.3.6.1.4.1.32473.2030.1'

/** The certificates of a CA, the root first; each signs the next, the last one signs devices. */
export const hierarchies = { two: ['serca', 'mica'], three: ['serca', 'mca', 'mica'] } as const

/** `ca.json` in the folder of a CA: what `derkey ca init` was told. */
export const caConfiguration = z.strictObject({
  organization: z.string().min(1).max(64).describe('O of the certificates'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1)')
    .optional(),
  hierarchy: z.enum(['two', 'three']),
  keys: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('files') }),
    z.strictObject({
      kind: z.literal('pkcs11'),
      module: z.string().min(1),
      token: z.string().min(1).max(32),
      label: z.string().min(1).max(64),
    }),
  ]),
  device_policies: z.array(z.enum(issuedPolicies)).min(1),
  extension_oid: z.string().refine(isOid, 'must be an object identifier in dotted decimals'),
  assessed_properties: z
    .boolean()
    .describe('Whether certificates carry what was assessed; TLS 1.2 shows certificates to everybody on the wire'),
})
export type CaConfiguration = z.infer<typeof caConfiguration>

/** Names of the files in the folder of a CA. */
export const caFiles = {
  configuration: 'ca.json',
  /** Stands for `ca.json` until everything else is there. */
  unfinished: 'ca.json.unfinished',
  certificate: (name: string) => `${name}.pem`,
  chainPem: 'chain.pem',
  chainDer: 'chain.p7b',
  ledger: 'ledger.db',
} as const
