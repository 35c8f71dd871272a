import { changeHands } from './million/change-hands.ts'
import { fall } from './million/fall.ts'
import { fill, keyCount } from './million/fill.ts'
import type { Bench } from './report.ts'
import { openSite } from './tls/site.ts'

/** Devices of the process that are connected to the gateway when it falls. */
const connected = 50

/** A million keys of one process: they change hands, and then fall with their process, under a gateway's eyes. */
export const million: Bench = async (report) => {
  const site = await openSite(connected)
  try {
    const { process_id: processId } = site.world.processes.secure_element
    const began = performance.now()
    const filled = await fill(site.world, processId)
    const seconds = (performance.now() - began) / 1000
    report({ bench: 'million', what: 'keys registered beforehand', value: keyCount / seconds, unit: 'keys/s' })
    await changeHands(site.world, filled, report)
    await fall(site, processId, filled, report)
  } finally {
    await site.close()
  }
}
