import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { compilePolicy } from '../../src/domain/compile-policy.ts'
import type { CompiledPolicy } from '../../src/domain/compile-policy.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { createGateway } from '../../src/tls/create-gateway.ts'
import type { Gateway, GatewaySettings } from '../../src/tls/create-gateway.ts'
import type { Pki } from './pki.ts'
import { createTestRegistry } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const token = 'the-token-of-this-test'

const plainPolicy: Policy = {
  name: 'test',
  mode: 'enforce',
  unregistered: 'refuse',
  max_answer_age_seconds: 60,
  rules: { key_storage: { accept: ['secure_element'], otherwise: 'restrict' } },
  restricted_may: ['/dcap', '/tm'],
}

/** The policy of these tests, but for `change`. */
export function policyOf(change: Partial<Policy> = {}): CompiledPolicy {
  return compilePolicy({ ...plainPolicy, ...change })
}

export type RunningGateway = Gateway & {
  readonly registry: TestRegistry
  /** What was logged. */
  readonly log: Record<string, unknown>[]
  /** Value of a counter or gauge, such as `derkey_handshakes_total{outcome="refuse",cause="expired"}`; 0 when it is not there. */
  metric(name: string): Promise<number>
  admin(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, never> }>
}

/** A gateway on free ports of the loopback, trusting the CAs of `pki`, asking a registry that the test fills. */
export async function startGateway(
  pki: Pki,
  {
    policy = {},
    registry = createTestRegistry(),
    timeout_ms = 1000,
    ...settings
  }: Partial<GatewaySettings> & { policy?: Partial<Policy>; registry?: TestRegistry; timeout_ms?: number } = {},
): Promise<RunningGateway> {
  const log: Record<string, unknown>[] = []
  const lines = new Writable({
    write: (line: Buffer, _encoding, done) => {
      log.push(JSON.parse(line.toString()) as Record<string, unknown>)
      done()
    },
  })
  const gateway = await createGateway({
    listen: { host: '127.0.0.1', port: 0 },
    admin: { host: '127.0.0.1', port: 0, token },
    certificate: readFileSync(pki.server.chain, 'utf8'),
    key: readFileSync(pki.server.key, 'utf8'),
    trust_anchors: [pki.serca, pki.mca, pki.mica].map(({ name, certificate }) => ({ name, content: readFileSync(certificate) })),
    certificate_policies: [],
    registries: [{ source: registry, policy: policyOf(policy), timeout_ms }],
    database: ':memory:',
    handshake_timeout_ms: 5000,
    answer_refresh_seconds: 300,
    log: pino({ level: 'debug' }, lines),
    ...settings,
  })
  return {
    ...gateway,
    registry,
    log,
    metric: async (name) => {
      const text = await (await fetch(`${gateway.admin_url}/metrics`)).text()
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.slice(name.length + 1) ?? 0,
      )
    },
    admin: async (method, path, body) => {
      const headers = { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
      const response = await fetch(`${gateway.admin_url}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, never> }
    },
  }
}

/** The metric of a refusal by cause. */
export function refusedBy(cause: string): string {
  return `derkey_handshakes_total{outcome="refuse",cause="${cause}"}`
}
