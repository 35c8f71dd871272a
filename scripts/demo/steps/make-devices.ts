import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readKeys } from '../../../src/domain/key-files/read-keys.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import { partOf } from '../cast.ts'
import { makeDevice, type DeviceFiles } from '../device.ts'
import type { Narrator } from '../narrator.ts'
import type { Stage } from '../stage.ts'

/** A device as it leaves the factory: key, CSR, and the id under which its key is known. */
export type Device = DeviceFiles & { readonly name: DeviceName; readonly key_id: Hex }

export const deviceNames = [
  'secure_element_inverter',
  'text_file_inverter',
  'unregistered_inverter',
  'respelled_inverter',
  'sha1_inverter',
  'stolen_inverter',
] as const
export type DeviceName = (typeof deviceNames)[number]
export type Devices = Readonly<Record<DeviceName, Device>>

/** Steps 2 to 4: key pair, its keeping, and the device around it (figure 8). openssl plays the secure element. */
export async function makeDevices({ directory }: Stage, narrator: Narrator): Promise<Devices> {
  narrator.step(2, 'The Key Generator', 'makes a P-256 key pair for each device, by the audited process.')
  const folder = join(directory, 'devices')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pen = partOf('oem').pen ?? 0
  const made = await Promise.all(
    deviceNames.map(async (name, index): Promise<[DeviceName, Device]> => {
      const files = await makeDevice(folder, name, { pen, serial: `SN-${String(index + 1).padStart(4, '0')}` })
      return [name, { ...files, name, key_id: await keyIdOfCsr(files.csr) }]
    }),
  )
  narrator.say('openssl plays the part of the secure element. What names a key everywhere is SHA-256 of its public key in canonical form:')
  for (const [name, { key_id }] of made) narrator.fact(name, key_id)

  narrator.step(3, 'The DER Client', 'keeps the private key and controls access to it.')
  narrator.say(`Each key is a file of mode 0600 in ${folder}; what the assessments say of its keeping is what everybody will see.`)

  narrator.step(4, 'The Manufacturer', 'builds the device, which signs a certificate signing request with its key.')
  narrator.say(`hwType 1.3.6.1.4.1.${pen}.1 is under the manufacturer's private enterprise number, hwSerialNum SN-0001 and on.`)
  narrator.fact('requests', join(folder, '*.csr.pem'))
  return Object.fromEntries(made) as unknown as Devices
}

export async function keyIdOfCsr(file: string): Promise<Hex> {
  const [key] = readKeys(await readFile(file))
  if (key === undefined) throw new RangeError(`${file} holds no key`)
  return key.key_id
}
