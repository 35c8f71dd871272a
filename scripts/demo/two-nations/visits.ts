import { join } from 'node:path'
import { Problem } from '../../../src/domain/problem.ts'
import { curl, writeDeviceConfiguration, type Credentials } from '../curl.ts'
import type { DemoGateway } from '../gateway.ts'
import { holdConnection, type HeldConnection } from '../held-connection.ts'
import type { DeviceName, Devices } from './devices.ts'
import type { Nation } from './nation.ts'

/** What a device met with when it asked for its resources. `decided_by`: the nation whose registry and policy made the decision. */
export type Visit = {
  readonly when: string
  readonly device: DeviceName
  readonly end_device: number
  readonly cause: string
  readonly decided_by: Nation['name']
}

type Wanted = Pick<Visit, 'end_device' | 'cause' | 'decided_by'>

export type Visitor = {
  /** Visits, and notes what it met with. @throws Problem `demo_failed` where that is not what is wanted */
  visit(when: string, device: DeviceName, wanted: Wanted): Promise<Visit>
  /** Visits until the status is `status`. @throws Problem `demo_failed` where it is not after `within` milliseconds */
  until(device: DeviceName, status: number, within: number): Promise<void>
  /** A connection that stays. */
  hold(device: DeviceName): HeldConnection
  readonly visits: readonly Visit[]
}

type Parts = {
  readonly gateway: DemoGateway
  readonly directory: string
  readonly devices: Devices
  readonly certificates: ReadonlyMap<DeviceName, string>
  readonly nations: Readonly<Record<Nation['name'], Nation>>
}

/** Sends devices to the gateway: the real curl over mutual TLS 1.2. */
export async function createVisitor({ gateway, directory, devices, certificates, nations }: Parts): Promise<Visitor> {
  const openssl_conf = await writeDeviceConfiguration(join(directory, 'devices'))
  const credentials = (name: DeviceName): Credentials => {
    return { key: devices[name].key, certificate: certificates.get(name) ?? '', trust_anchors: gateway.trust_anchors, openssl_conf }
  }
  const ask = (device: DeviceName) => curl(`${gateway.url}/edev`, credentials(device))
  const decidedBy = async (device: DeviceName): Promise<Nation['name']> => {
    const { registry } = await gateway.admin('GET', `/v1/decisions/${devices[device].key_id}`)
    return registry === nations.first.registry ? 'first' : 'second'
  }
  const visits: Visit[] = []
  return {
    visits,
    hold: (device) => holdConnection(gateway.url, credentials(device)),
    visit: async (when, device, wanted) => {
      const { status: end_device, cause } = await ask(device)
      const visit = { when, device, end_device, cause, decided_by: await decidedBy(device) }
      if (visit.end_device !== wanted.end_device || visit.cause !== wanted.cause || visit.decided_by !== wanted.decided_by) {
        throw new Problem('demo_failed', { field: device, detail: `expected ${JSON.stringify(wanted)}, met ${JSON.stringify(visit)}` })
      }
      visits.push(visit)
      return visit
    },
    until: async (device, status, within) => {
      const end = performance.now() + within
      for (let met = await ask(device); met.status !== status; met = await ask(device)) {
        if (performance.now() > end) {
          throw new Problem('demo_failed', { field: device, detail: `${met.status} and not ${status} after ${within} ms` })
        }
      }
    },
  }
}

export const admittedBy = (decided_by: Visit['decided_by']): Wanted => ({ end_device: 200, cause: '', decided_by })
export const refusedBy = (decided_by: Visit['decided_by'], cause: string): Wanted => ({ end_device: 403, cause, decided_by })
/** 503: a registry is away, and the device may ask again. */
export const putOffBy = (decided_by: Visit['decided_by']): Wanted => ({ end_device: 503, cause: 'registry_unreachable', decided_by })

/** A visit in words. */
export function told({ end_device, cause, decided_by }: Visit): string {
  return `${end_device}${cause === '' ? '' : ` ${cause}`}, by the ${decided_by} nation's registry`
}
