import { z } from 'zod'
import { keyIdField, recordIdField } from '../../domain/fields.ts'
import { clientRights } from './client.ts'

const file = z.string().min(1).describe('A path, relative to the configuration file')
const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'must be up to 32 lower-case letters, digits, - and _')
const authorities = z.array(file).min(1)
const perMinute = z.number().int().min(1).max(100_000)

const client = z.strictObject({
  key_ids: z.array(keyIdField).min(1).max(4).describe('`derkey key id CERTIFICATE`; two while a certificate is renewed with a new key'),
  process_ids: z.array(recordIdField).min(1).describe('Processes under which it may act'),
  rights: z
    .array(z.enum(clientRights))
    .min(1)
    .describe(
      'enrol: enrol devices, and the page /install; supervise: see and cancel all of its processes; list: fetch lists of keys to register',
    ),
  requests_per_minute: perMinute.default(600),
})

/** The one file of `derkey keygen service --config FILE`. Paths are relative to it. */
export const keygenServiceConfiguration = z
  .strictObject({
    $schema: z.string().optional(),
    listen: z.strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).describe('0 takes any free port'),
    }),
    public_url: z
      .url({ protocol: /^https$/ })
      .regex(/^https:\/\/[^/?#@]+$/, 'must be https://HOST:PORT and nothing more')
      .optional()
      .describe('How devices reach the service, for QR codes; without it the address that it listens on'),
    certificate: file.describe('PEM: the server certificate and its chain'),
    key: file.describe('PEM: its private key, mode 0600'),
    data: file.describe('Folder for the store and the log of issued keys; made when it is not there, mode 0700'),
    client_authorities: authorities.describe(
      'PEM: every CA that issues certificates of lines, apps and offices; each is trusted by itself',
    ),
    clients: z.record(name, client).describe('Who may enrol devices, by name'),
    bootstrap: z
      .record(
        name,
        z.strictObject({
          authorities: authorities.describe('PEM: every CA that issues them; each is trusted by itself'),
          process_id: recordIdField.describe('Under which its devices get their keys'),
        }),
      )
      .default({})
      .describe('Authorities of bootstrap certificates: one key for each certificate'),
    code_lifetime_seconds: z.number().int().min(60).max(2_592_000).default(86_400).describe('How long an enrolment code holds'),
    device_requests_per_minute: perMinute.default(600).describe('Of one address, without the certificate of a client'),
    registers: z
      .boolean()
      .default(true)
      .describe(
        'true: the service registers keys (5.5.7), with `registry` and `signer`; false: it hands out lists that the manufacturer registers (5.5.6)',
      ),
    registry: z
      .strictObject({
        rpc: z.url({ protocol: /^https?$/ }).describe('JSON-RPC of a node that the operator trusts'),
        deployment: file.describe('deployments/NAME.json of the chain'),
      })
      .optional(),
    signer: z
      .strictObject({ keystore: file.describe('V3 keystore'), password_file: file.describe('Mode 0600') })
      .optional()
      .describe('Where registers is true: the account that registers: of the owner of the processes, or a line account that it named'),
    lists: z
      .record(recordIdField, file)
      .optional()
      .describe(
        'Where registers is false: for each process the PEM of the P-256 key, mode 0600, that signs its lists; each key counts its own',
      ),
    noise: z
      .strictObject({
        file: file.describe('A device or file that gives one raw sample an octet'),
        min_entropy_bits: z.number().gt(0).max(8).describe('Min-entropy of a sample, as it was assessed'),
      })
      .optional()
      .describe('A raw noise source, health-tested and mixed with the random numbers of the operating system; without it those alone'),
    log_level: z.enum(['error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .superRefine(wholeRegistration, { when: () => true })
  .superRefine(reachable, { when: () => true })
  .superRefine(keysOnce, { when: () => true })
  .meta({ id: 'KeygenServiceConfiguration', title: 'Configuration of derkey keygen service' })
export type KeygenServiceConfiguration = z.infer<typeof keygenServiceConfiguration>

type Given = {
  readonly registers?: unknown
  readonly registry?: unknown
  readonly signer?: unknown
  readonly clients?: unknown
  readonly bootstrap?: unknown
  readonly lists?: unknown
}

/** Told beside whatever other faults there are. */
function wholeRegistration(given: Given, context: z.core.$RefinementCtx): void {
  if (typeof given !== 'object' || given === null) return
  const wants = given.registers !== false
  const report = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message, input: null })
  for (const field of ['registry', 'signer'] as const)
    if (wants && given[field] === undefined) report([field], 'is missing, and registers is not false')
  for (const field of ['signer', 'lists'] as const)
    if (given[field] !== undefined && wants === (field === 'lists')) report([field], `has no use, since registers is ${wants}`)
  if (wants) return
  const signed = Object.keys(given.lists ?? {})
  for (const id of processesOf(given)) if (!signed.includes(id)) report(['lists', id], 'is missing: who signs the lists of this process')
}

/** Every process that a client or a source of bootstrap certificates names. */
function processesOf({ clients, bootstrap }: Given): Set<string> {
  const of = <T>(value: unknown) => Object.values((value ?? {}) as Record<string, T>)
  return new Set([
    ...of<{ process_ids?: string[] }>(clients).flatMap(({ process_ids: ids }) => (Array.isArray(ids) ? ids : [])),
    ...of<{ process_id?: string }>(bootstrap).flatMap(({ process_id: id }) => id ?? []),
  ])
}

/** An address that stands for all of a machine is none that a device can connect to. */
function reachable({ listen, public_url }: { listen?: { host?: unknown }; public_url?: unknown }, context: z.core.$RefinementCtx): void {
  if (public_url === undefined && ['0.0.0.0', '::'].includes(String(listen?.host)))
    context.addIssue({
      code: 'custom',
      path: ['public_url'],
      message: 'is missing, and listen.host is no address that devices reach',
      input: null,
    })
}

/** A certificate stands for one client. */
function keysOnce(given: Given, context: z.core.$RefinementCtx): void {
  const seen = new Map<string, string>()
  for (const [client, { key_ids }] of Object.entries((given?.clients ?? {}) as Record<string, { key_ids?: unknown }>)) {
    if (!Array.isArray(key_ids)) continue
    for (const [index, keyId] of key_ids.entries()) {
      const other = seen.get(String(keyId))
      if (other !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['clients', client, 'key_ids', index],
          message: `is the key of ${other} too`,
          input: keyId,
        })
      seen.set(String(keyId), client)
    }
  }
}
