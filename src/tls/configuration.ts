import { z } from 'zod'
import { registryPlace } from '../domain/registry-place.ts'

const file = z.string().min(1).describe('A path, relative to the configuration file')
const address = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535).describe('0 takes any free port'),
})

const asking = {
  poll_interval_ms: z
    .number()
    .int()
    .min(20)
    .max(60_000)
    .default(50)
    .describe('How often node or index is looked at for a new block; an oracle tells by itself'),
  timeout_ms: z.number().int().min(50).max(60_000).default(2000).describe('How long an answer may take before the last known one counts'),
}
const policy = z.string().min(1).describe('A policy file, relative to the configuration file, or the name of a ready-made policy')

/** The one file of `derkey gateway --config FILE`. Paths are relative to it. */
export const gatewayConfiguration = z
  .strictObject({
    $schema: z.string().optional(),
    listen: address.describe('Where devices connect'),
    certificate: file.describe("PEM: the gateway's certificate, P-256, and its chain"),
    key: file.describe('PEM: its private key, mode 0600'),
    trust_anchors: z
      .array(file)
      .min(1)
      .describe('PEM or DER: every SERCA, MCA and MICA certificate that may stand in the chain of a device'),
    certificate_policies: z
      .array(z.string().regex(/^[0-2](\.\d+)+$/, 'must be an object identifier such as 1.3.6.1.4.1.40732.1.1'))
      .default([])
      .describe('Certificate policies of which a device must have one; none: any'),
    registry: registryPlace(asking).optional().describe('Whom to ask about keys'),
    answer_refresh_seconds: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(300)
      .describe('An answer in memory is asked again after so long, although no change was told'),
    policy: policy.optional(),
    registries: z
      .array(registryPlace({ ...asking, policy }))
      .min(1)
      .optional()
      .describe(
        'In place of `registry` and `policy`, several: a key that is revoked or suspended in any of them is refused, else the first that knows it decides, by its policy',
      ),
    database: file.describe('SQLite file of the registered devices; made when it is not there, mode 0600'),
    admin: address
      .extend({ token_file: file.describe('Token of the operator, 16 characters or more, mode 0600') })
      .describe("The operator's listener"),
    handshake_timeout_ms: z.number().int().min(100).max(120_000).default(10_000),
    log_level: z.enum(['error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .superRefine(eitherOneOrSeveral, { when: () => true })
  .meta({
    id: 'GatewayConfiguration',
    title: 'Configuration of derkey gateway',
    oneOf: [{ required: ['registry', 'policy'] }, { required: ['registries'] }],
  })
export type GatewayConfiguration = z.infer<typeof gatewayConfiguration>

/** `registry` with its `policy`, or `registries`: told beside whatever other faults there are. */
function eitherOneOrSeveral(given: Partial<Record<OneOrSeveral, unknown>>, context: z.core.$RefinementCtx): void {
  if (typeof given !== 'object' || given === null) return
  for (const name of ['registry', 'policy'] as const) {
    const there = given[name] !== undefined
    if (there === (given.registries === undefined)) continue
    const detail = there ? 'stands beside registries, where each has its own' : 'is missing'
    context.addIssue({ code: 'custom', path: [name], message: detail, input: given[name] })
  }
}

type OneOrSeveral = 'registry' | 'policy' | 'registries'
