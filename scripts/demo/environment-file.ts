import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { entityNames, partOf, seatNames } from './cast.ts'
import type { DemoCa } from './demo-ca.ts'
import type { DemoGateway } from './gateway.ts'
import type { DemoOracle } from './oracle.ts'
import { playerNames } from './people.ts'
import type { Stage } from './stage.ts'
import type { Processes } from './steps/audit.ts'
import type { Visit } from './steps/connect.ts'
import type { Certificates } from './steps/issue.ts'
import type { Devices } from './steps/make-devices.ts'
import { readyMadePolicies } from '../policies.ts'

/** All that was put up. */
export type Scenery = { readonly stage: Stage; readonly oracle: DemoOracle; readonly ca: DemoCa; readonly gateway: DemoGateway }

/** And all that was made on it. */
export type Played = Scenery & {
  readonly processes: Processes
  readonly devices: Devices
  readonly certificates: Certificates
  readonly visits: readonly Visit[]
}

/** The document of `demo --keep`: where everything is, with absolute paths. */
export function environmentOf({ processes, devices, certificates, visits, ...scenery }: Played) {
  const deviceOf = ({ device, lfdi, expected }: Visit) => {
    const { key_id, key } = devices[device]
    return [device, { key_id, lfdi, key, certificate: certificates[device], chain: scenery.gateway.trust_anchors, expected }] as const
  }
  return {
    ...placesOf(scenery),
    devices: Object.fromEntries(visits.map(deviceOf)),
    process_ids: Object.fromEntries(Object.entries(processes).map(([name, { process_id }]) => [name, process_id])),
  }
}

/** Of that document: who and what is there before anything is made. */
export function placesOf({ stage, oracle, ca, gateway }: Scenery) {
  const actors = playerNames.map((name) => {
    const { account, keystore, password_file } = stage.people.players[name]
    const entity = entityNames.find((each) => each === name)
    const office = seatNames.some((each) => each === name) ? 'board' : name
    const known = entity === undefined ? { entity_id: null, roles: [office] } : { entity_id: account, roles: partOf(entity).role }
    return [name, { ...known, account, keystore, password_file }] as const
  })
  const board = actors.find(([name]) => name === seatNames[0])?.[1]
  return {
    rpc_url: stage.chain.url,
    chain_id: stage.chain.chainId,
    deployment: stage.deploymentFile,
    oracle_url: oracle.url,
    oracle_tokens: oracle.tokens,
    ca_dir: ca.directory,
    ca_password_file: ca.password_file,
    ca_certificates: ca.chain,
    gateway_url: gateway.url,
    gateway_admin_url: gateway.admin_url,
    gateway_admin_token: gateway.admin_token,
    trust_anchors: gateway.trust_anchors,
    metrics_urls: { oracle: `${oracle.url}/metrics`, gateway: `${gateway.admin_url}/metrics` },
    actors: { board, ...Object.fromEntries(actors) },
    policies: readyMadePolicies(),
  }
}

/** Written whole, mode 0600: it holds tokens. */
export async function writeEnvironment(directory: string, environment: object): Promise<string> {
  const [file, part] = [join(directory, 'environment.json'), join(directory, 'environment.json.part')]
  await writeFile(part, `${JSON.stringify(environment, null, 2)}\n`, { mode: 0o600 })
  await rename(part, file)
  return file
}
