import { readFileSync } from 'node:fs'
import { inTurn } from './report.ts'
import type { Bench } from './report.ts'
import type { ConnectOrder } from './tls/connect-process.ts'
import { startNginx } from './tls/nginx.ts'
import { startOrderedProcess } from './tls/order.ts'
import { sTime, writeDevice } from './tls/s-time.ts'
import { startServer } from './tls/servers.ts'
import type { BenchServer } from './tls/servers.ts'
import { openSite } from './tls/site.ts'
import type { Site } from './tls/site.ts'

const bench = 'handshakes'
const unit = 'handshakes/s'
const rounds = 11
const seconds = 1
/** Devices of a round in which every key is new to the gateway. */
const strangers = 300
const coldRounds = 5

/** Full mutual handshakes of TLS 1.2 with CCM_8 and one GET each, a second: the gateway beside the same server without a check, and nginx. */
export const handshakes: Bench = async (report) => {
  const site = await openSite(1 + strangers * coldRounds)
  const bare = await startServer('bare', site.config)
  const unchecked = await startServer('unchecked', site.config)
  const nginx = await startNginx(site.folder, site.fleet)
  try {
    await measureWarm(site, { unchecked, bare, ...(nginx && { nginx }) }, report)
    await measureCold(site, unchecked, report)
  } finally {
    await Promise.all([bare.stop(), unchecked.stop(), nginx?.stop()])
    await site.close()
  }
}

const baselineNames = { unchecked: 'the same server without a check', bare: 'node:https with one fixed answer', nginx: 'nginx' }

type Report = Parameters<Bench>[0]

/** One device, again and again: the registry's answer is in memory, and every handshake is a full one. */
async function measureWarm({ folder, fleet, gateway }: Site, baselines: Readonly<Record<string, BenchServer>>, report: Report) {
  const device = writeDevice(folder, fleet.devices[0]!)
  const processorTime: Record<string, number[]> = {}
  const measure = (name: string, server: BenchServer) => async () => {
    const before = server.processorTime()
    const { count, perSecond } = await sTime(server.url, device, seconds)
    const after = server.processorTime()
    if (before !== undefined && after !== undefined) (processorTime[name] ??= []).push(count, after - before)
    return perSecond
  }
  const servers = { gateway, ...baselines }
  const measurements = Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, measure(name, server)]))
  // both have compiled what they run often before anything is counted
  for (const each of Object.values(measurements)) await each()
  for (const name of Object.keys(processorTime)) processorTime[name] = []
  const rates = await inTurn(measurements, rounds)

  for (const [name, what] of Object.entries(baselineNames)) {
    const reach = name === 'unchecked' ? { reach: '>= 0.97' } : {}
    const row = { bench, unit, ...reach }
    if (rates[name] !== undefined)
      report({ ...row, what: 'answer in memory', value: rates['gateway']!, baseline: { what, value: rates[name] } })
    const [ours, theirs] = [perProcessorSecond(processorTime['gateway']), perProcessorSecond(processorTime[name])]
    if (ours === undefined || theirs === undefined) continue
    report({ bench, unit, what: 'answer in memory, a second of processor time', value: ours, baseline: { what, value: theirs } })
  }
}

function perProcessorSecond(values: readonly number[] | undefined): number | undefined {
  if (values === undefined || values.length === 0) return undefined
  const sum = (which: number) => values.reduce((total, value, index) => (index % 2 === which ? total + value : total), 0)
  return sum(0) / sum(1)
}

/** A new device at every handshake: its certificate is taken to pieces, and the chain is asked about its key. */
async function measureCold({ fleet, gateway }: Site, unchecked: BenchServer, report: Report) {
  const client = await startOrderedProcess<ConnectOrder, { took: number }>('connect')
  const ask = async (server: BenchServer, start: number) => {
    const order: ConnectOrder = {
      url: server.url,
      ca: readFileSync(fleet.trustAnchors, 'utf8'),
      devices: fleet.devices.slice(start, start + strangers),
    }
    const { took } = await client.order(order)
    return (strangers * 1000) / took
  }
  try {
    // the client too has compiled what it runs often
    for (let run = 0; run < 3; run++) await ask(unchecked, 1)
    let next = 1
    const rates = await inTurn(
      {
        unchecked: () => ask(unchecked, next),
        cold: () => ask(gateway, next),
        warm: () => ask(gateway, (next += strangers) - strangers),
      },
      coldRounds,
    )
    const baseline = { what: 'without a check, same client', value: rates.unchecked }
    report({ bench, what: 'cold read from the chain each', value: rates.cold, unit, baseline })
    report({ bench, what: 'the same devices again', value: rates.warm, unit, baseline })
  } finally {
    client.stop()
  }
}
