import { join } from 'node:path'
import { issueLegacy, type LegacyCa } from '../legacy-ca.ts'
import type { DemoCa } from '../demo-ca.ts'
import { makeDevice } from '../device.ts'
import { partOf } from '../cast.ts'
import type { Narrator } from '../narrator.ts'
import type { DeviceName, Devices } from './make-devices.ts'

/** Certificate of each device, PEM with its chain. */
export type Certificates = Readonly<Record<DeviceName, string>>

const asked: readonly DeviceName[] = ['secure_element_inverter', 'text_file_inverter', 'stolen_inverter', 'unregistered_inverter']

/** Step 6: the CA asks the registry before it signs (figure 10). A legacy CA, which asks nobody, signs what this one would not. */
export async function issue(ca: DemoCa, legacy: LegacyCa, devices: Devices, narrator: Narrator): Promise<Certificates> {
  narrator.step(6, 'The certificate authority', 'verifies each request, asks the registry about its key, and issues or refuses.')
  const folder = join(ca.directory, '..', 'devices')
  const outOf = (name: DeviceName) => join(folder, `${name}.certificate.pem`)
  const results = await ca.issue(asked.map((name) => ({ csr: devices[name].csr, out: outOf(name) })))
  for (const [index, result] of results.entries()) {
    const name = asked[index] as DeviceName
    if (result.state === 'issued') narrator.fact(name, `issued, serial ${result.serial}, LFDI ${result.lfdi}`)
    else if (result.state === 'refused')
      narrator.fact(name, `refused: ${result.decision.findings.map(({ rule, found }) => `${rule}: ${found}`).join('; ')}`)
    else throw result.problem
  }
  narrator.fact('show one', `openssl x509 -text -in ${outOf('secure_element_inverter')}`)

  narrator.say(
    'A legacy CA that asks nobody is in the field too, and the gateway trusts it: it signs the unregistered key, another with SHA-1,',
  )
  narrator.say('and for a key that will be revoked a second spelling, with its public point compressed: another hash, the same key.')
  const respelled = await makeDevice(folder, 'respelled_inverter.compressed', {
    pen: partOf('oem').pen ?? 0,
    serial: 'SN-0004',
    form: 'compressed',
    from: devices.respelled_inverter.key,
  })
  return {
    secure_element_inverter: outOf('secure_element_inverter'),
    text_file_inverter: outOf('text_file_inverter'),
    stolen_inverter: outOf('stolen_inverter'),
    unregistered_inverter: await issueLegacy(legacy, 'unregistered_inverter', devices.unregistered_inverter.csr, 'sha256'),
    respelled_inverter: await issueLegacy(legacy, 'respelled_inverter', respelled.csr, 'sha256'),
    sha1_inverter: await issueLegacy(legacy, 'sha1_inverter', devices.sha1_inverter.csr, 'sha1'),
  }
}
