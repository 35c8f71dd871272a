import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from '../../../src/domain/fields.ts'
import { partOf } from '../cast.ts'
import { makeDevice, type DeviceFiles } from '../device.ts'
import { keyIdOfCsr } from '../steps/make-devices.ts'

export const deviceNames = ['first_inverter', 'second_inverter', 'both_inverter', 'late_inverter', 'stranger'] as const
export type DeviceName = (typeof deviceNames)[number]
export type Devices = Readonly<Record<DeviceName, DeviceFiles & { readonly key_id: Hex }>>

/** Keys and requests, as openssl makes them. */
export async function makeDevices(directory: string): Promise<Devices> {
  const folder = join(directory, 'devices')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pen = partOf('oem').pen ?? 0
  const entries = deviceNames.map(async (name, index) => {
    const files = await makeDevice(folder, name, { pen, serial: `SN-${String(index + 1).padStart(4, '0')}` })
    return [name, { ...files, key_id: await keyIdOfCsr(files.csr) }] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as unknown as Devices
}
