import type { SepAnswer, SepRequest } from './answer.ts'
import { writeSep } from './xml.ts'

/** IEEE 2030.5-2018, Time: obtained from a source such as NTP. The operator's host is to be synchronised. */
const externalSource = 3

/** Time (`/tm`), in UTC without daylight saving. */
export function time({ path, now }: SepRequest): SepAnswer {
  const seconds = Math.floor(now)
  return {
    status: 200,
    body: writeSep('Time', {
      '@href': path,
      currentTime: seconds,
      dstEndTime: 0,
      dstOffset: 0,
      dstStartTime: 0,
      localTime: seconds,
      quality: externalSource,
      tzOffset: 0,
    }),
  }
}
