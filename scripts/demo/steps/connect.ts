import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { lfdiOf } from '../../../src/domain/lfdi.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { curl, writeDeviceConfiguration, type Credentials } from '../curl.ts'
import type { DemoGateway } from '../gateway.ts'
import { holdConnection } from '../held-connection.ts'
import type { Narrator } from '../narrator.ts'
import type { DemoOracle } from '../oracle.ts'
import type { Certificates } from './issue.ts'
import { deviceNames, type DeviceName, type Devices } from './make-devices.ts'

/** What a device is to meet with, and what it met with. `device_capability` and `end_device` are HTTP statuses. */
export type Visit = {
  readonly device: DeviceName
  readonly lfdi: string
  readonly expected: Expectation
  readonly device_capability: number
  readonly end_device: number
  readonly cause: string
}

export type Expectation = 'admit' | 'restrict' | 'refuse' | 'cut'
type Wanted = { readonly expected: Expectation; readonly statuses: readonly [number, number]; readonly cause: string }

const wanted: Readonly<Record<DeviceName, Wanted>> = {
  secure_element_inverter: { expected: 'admit', statuses: [200, 200], cause: '' },
  text_file_inverter: { expected: 'restrict', statuses: [200, 403], cause: 'restricted' },
  unregistered_inverter: { expected: 'refuse', statuses: [403, 403], cause: 'unknown_key' },
  respelled_inverter: { expected: 'refuse', statuses: [403, 403], cause: 'revoked' },
  sha1_inverter: { expected: 'refuse', statuses: [403, 403], cause: 'bad_signature_algorithm' },
  stolen_inverter: { expected: 'cut', statuses: [403, 403], cause: 'revoked' },
}

/** How long a revocation may take to close an open connection before something is wrong. */
const longestCutMs = 10_000

/** Step 8: every device connects, with curl and openssl; the gateway decides on what the registry says (figure 12). */
export async function connect(
  gateway: DemoGateway,
  oracle: DemoOracle,
  devices: Devices,
  certificates: Certificates,
  narrator: Narrator,
): Promise<Visit[]> {
  narrator.step(8, 'The DER Server', 'of the utility lets devices in, by what the registry says of their keys.')
  narrator.say(
    'Mutual TLS 1.2 with ECDHE-ECDSA-AES128-CCM8, policy csip-baseline. The devices are curl, and openssl s_client for the one that stays,',
  )
  narrator.say('at security level 0: OpenSSL offers the cipher there alone since 3.2. What that lets through, the gateway checks itself.')
  const openssl_conf = await writeDeviceConfiguration(dirname(devices.secure_element_inverter.key))
  const { trust_anchors } = gateway
  const credentials = (name: DeviceName): Credentials => ({
    key: devices[name].key,
    certificate: certificates[name],
    trust_anchors,
    openssl_conf,
  })
  await gateway.admin('POST', '/v1/devices', { certificate: await readFile(certificates.secure_element_inverter, 'utf8'), pin: '111115' })

  const held = holdConnection(gateway.url, credentials('stolen_inverter'))
  try {
    narrator.fact('stolen_inverter', `connected, GET /dcap: ${await held.ask('/dcap')}`)
    const began = performance.now()
    await oracle.call('oem', 'PATCH', `/v1/keys/${devices.stolen_inverter.key_id}`, { status: 'revoked', reason: 'keyCompromise' }, 201)
    await held.closed(longestCutMs)
    narrator.fact('', `revoked by its owner: connection closed ${Math.round(performance.now() - began)} ms after the call`)
  } finally {
    held.end()
  }

  const visits: Visit[] = []
  for (const device of deviceNames) {
    const { expected, statuses, cause } = wanted[device]
    const lfdi = lfdiOf(new X509Certificate(await readFile(certificates[device])).raw)
    const visit = (path: string) => curl(`${gateway.url}${path}`, credentials(device))
    const [capability, endDevice] = [await visit('/dcap'), await visit('/edev')]
    const met = { device_capability: capability.status, end_device: endDevice.status, cause: endDevice.cause }
    if (met.device_capability !== statuses[0] || met.end_device !== statuses[1] || met.cause !== cause) {
      throw new Problem('demo_failed', {
        field: device,
        detail: `expected ${JSON.stringify({ statuses, cause })}, met ${JSON.stringify(met)}`,
      })
    }
    visits.push({ device, lfdi, expected, ...met })
  }
  return visits
}
