import { inTurn } from './report.ts'
import type { Bench } from './report.ts'
import { startNginx } from './tls/nginx.ts'
import { startOrderedProcess } from './tls/order.ts'
import type { RequestOrder } from './tls/request-process.ts'
import { startServer } from './tls/servers.ts'
import type { BenchServer } from './tls/servers.ts'
import { openSite } from './tls/site.ts'

const bench = 'requests'
const unit = 'requests/s'
const rounds = 3
const seconds = 2

/** GETs a second on connections of CCM_8 that are kept open: the gateway beside the same server without a check, and nginx. */
export const requests: Bench = async (report) => {
  const site = await openSite(1)
  const unchecked = await startServer('unchecked', site.config)
  const bare = await startServer('bare', site.config)
  const nginx = await startNginx(site.folder, site.fleet)
  const client = await startOrderedProcess<RequestOrder, { perSecond: number }>('request')
  try {
    const device = site.fleet.devices[0]!
    const measure =
      ({ url }: BenchServer) =>
      async () =>
        (await client.order({ url, device, seconds })).perSecond
    const servers = { unchecked, bare, gateway: site.gateway, ...(nginx && { nginx }) }
    const measurements = Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, measure(server)]))
    // both have compiled what they run often before anything is counted
    for (const each of Object.values(measurements)) await each()
    const rates = await inTurn(measurements, rounds)

    const row = { bench, what: 'GET /dcap, kept alive', value: rates['gateway']!, unit }
    report({ ...row, baseline: { what: 'the same server without a check', value: rates['unchecked']! } })
    report({ ...row, baseline: { what: 'node:https with one fixed answer', value: rates['bare']! } })
    if (nginx !== undefined) report({ ...row, baseline: { what: 'nginx', value: rates['nginx']! } })
  } finally {
    client.stop()
    await Promise.all([unchecked.stop(), bare.stop(), nginx?.stop()])
    await site.close()
  }
}
