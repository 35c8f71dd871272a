import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeSecretFile } from '../../src/chain/secret-file.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { DemoCa } from './demo-ca.ts'
import type { LegacyCa } from './legacy-ca.ts'
import { startService, type Service } from './services.ts'
import type { Stage } from './stage.ts'

/** The utility's DER Server. */
export type DemoGateway = Service & {
  readonly url: string
  readonly admin_url: string
  readonly admin_token: string
  /** PEM of the CAs that it trusts: that of the demonstration and the legacy one. */
  readonly trust_anchors: string
  /** A call of the operator. @throws Problem `demo_failed` */
  admin(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>
}

/** A gateway that asks the registry of the stage. */
export function startGateway(
  { directory, chain, deploymentFile }: Pick<Stage, 'directory' | 'chain' | 'deploymentFile'>,
  ca: DemoCa,
  legacy: LegacyCa,
): Promise<DemoGateway> {
  return startGatewayAsking({ registry: { rpc: chain.url, deployment: deploymentFile }, policy: 'csip-baseline' }, directory, ca, legacy)
}

/** @param asked what its configuration says of whom to ask */
export async function startGatewayAsking(asked: object, directory: string, ca: DemoCa, legacy: LegacyCa): Promise<DemoGateway> {
  const [config, tokenFile, trust_anchors] = ['gateway.json', 'gateway.token', 'trust-anchors.pem'].map((name) =>
    join(directory, name),
  ) as [string, string, string]
  const admin_token = randomBytes(32).toString('base64url')
  writeSecretFile(tokenFile, `${admin_token}\n`, 'dir')
  await writeFile(trust_anchors, Buffer.concat([await readFile(ca.chain), await readFile(legacy.certificate)]))
  const configuration = {
    listen: { port: 0 },
    ...(await ca.issueServer()),
    trust_anchors: [trust_anchors],
    ...asked,
    database: join(directory, 'gateway.sqlite'),
    admin: { port: 0, token_file: tokenFile },
  }
  await writeFile(config, `${JSON.stringify(configuration, null, 2)}\n`, { mode: 0o600 })
  const service = await startService('gateway', config, join(directory, 'gateway.log'))
  const [url, admin_url] = [service.said['url'] as string, service.said['admin_url'] as string]

  const admin: DemoGateway['admin'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${admin_token}`, 'content-type': 'application/json' }
    const response = await fetch(`${admin_url}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Problem('demo_failed', { field: `${method} ${path}`, detail: JSON.stringify(answer) })
    return answer
  }
  return { ...service, url, admin_url, admin_token, trust_anchors, admin }
}
