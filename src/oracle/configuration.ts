import { z } from 'zod'

const file = z.string().min(1).describe('A path, relative to the configuration file')

const node = z.url({ protocol: /^(http|ws)s?$/ })

/** The one file of `derkey oracle --config FILE`. Paths are relative to it. */
export const oracleConfiguration = z
  .strictObject({
    $schema: z.string().optional(),
    listen: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: z.number().int().min(0).max(65535).describe('0 takes any free port'),
      })
      .describe('Without `tls`, anything but a loopback address shows tokens to the wire'),
    tls: z
      .strictObject({
        certificate: file.describe('PEM: the server certificate and its chain'),
        key: file.describe('PEM: its private key, mode 0600'),
        client_ca: file.describe('PEM: who must have issued the client certificate that every caller then needs').optional(),
      })
      .optional(),
    rpc: z
      .union([node, z.array(node).min(1)])
      .transform((given) => (typeof given === 'string' ? [given] : given))
      .describe('JSON-RPC of one node, http(s) or ws(s), or of several: they are compared, and one takes the place of another'),
    deployment: file.describe('deployments/NAME.json of the chain'),
    data: file.describe('Folder for tokens, writes, the journal of transactions and the index; made when it is not there, mode 0700'),
    signers: z
      .record(
        z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'a signer is named by up to 32 lower-case letters, digits, - and _'),
        z.strictObject({ keystore: file.describe('V3 keystore'), password_file: file.describe('Mode 0600') }),
      )
      .default({})
      .describe('Accounts that sign for tokens which name them'),
    policies: z.record(z.string().min(1), file).optional().describe('Policies by name; without it the ready-made ones'),
    proof_of_possession: z
      .enum(['required', 'not_required'])
      .default('required')
      .describe('Whether keys are registered only by requests that the keys themselves have signed'),
    max_index_age_seconds: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(60)
      .describe('An index that was not seen at the head of the chain for so long answers nothing any more, and /readyz is red'),
    poll_interval_ms: z
      .number()
      .int()
      .min(50)
      .max(60_000)
      .default(250)
      .describe('How often each node is asked for a new block; over ws(s) it tells by itself'),
    log_level: z.enum(['error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .meta({ id: 'OracleConfiguration', title: 'Configuration of derkey oracle' })
export type OracleConfiguration = z.infer<typeof oracleConfiguration>
