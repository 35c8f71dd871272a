import type { SepAnswer, SepRequest } from './answer.ts'
import { writeSep } from './xml.ts'

/** DeviceCapability (`/dcap`): where a device begins; open to every device that may come in (IEEE 2030.5-2018, 6.8). */
export function deviceCapability({ path, registration }: SepRequest): SepAnswer {
  return {
    status: 200,
    body: writeSep('DeviceCapability', {
      '@href': path,
      '@pollRate': 900,
      TimeLink: { '@href': '/tm' },
      EndDeviceListLink: { '@href': '/edev', '@all': registration === undefined ? 0 : 1 },
    }),
  }
}
