import autocannon from 'autocannon'
import { mandatoryCipher } from '../../src/tls/server-options.ts'
import type { FleetDevice } from './fleet.ts'

/** What the parent asks for: as many GETs as come through in so many seconds. It is told their rate. */
export type RequestOrder = { readonly url: string; readonly device: FleetDevice; readonly seconds: number }

const connections = 10
/** Requests under way on each connection, so that not the client sets the pace. */
const pipelining = 4

process.on('message', (order: RequestOrder) => void carryOut(order).then((perSecond) => process.send?.({ perSecond })))
process.send?.({ ready: true })

async function carryOut({ url, device, seconds }: RequestOrder): Promise<number> {
  const tlsOptions = {
    key: device.key,
    cert: device.certificate,
    ciphers: `${mandatoryCipher}:@SECLEVEL=0`,
    maxVersion: 'TLSv1.2',
  } as const
  const began = performance.now()
  const result = await autocannon({ url: `${url}/dcap`, connections, pipelining, duration: seconds, tlsOptions })
  const took = (performance.now() - began) / 1000
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`)
  return result['2xx'] / took
}
