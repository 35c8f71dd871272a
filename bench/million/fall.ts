import { setTimeout as pause } from 'node:timers/promises'
import { keyRegistryAbi as abi } from '../../src/chain/abi/key-registry.generated.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { effectiveReasons, fromCode, statuses, type RecordState } from '../../src/domain/enumerations.ts'
import type { Hex } from '../../src/domain/fields.ts'
import type { Bench } from '../report.ts'
import { askUntilRefused, connectionOf } from '../tls/connection.ts'
import type { Site } from '../tls/site.ts'
import type { Filled } from './fill.ts'

/** Milliseconds between two tries of a device that is not admitted again yet. */
const pace = 4
/** Every 100th key is looked up on the chain afterwards. */
const everySo = 100
const atOnce = 16

/** Suspends the process of a million keys, then revokes it by motion: one transaction each; connected devices of it are refused. */
export async function fall(site: Site, processId: string, { lists }: Filled, report: Parameters<Bench>[0]): Promise<void> {
  const { world, fleet } = site
  const { contracts } = world.deployment
  const set = (as: 'programme_manager' | 'board', state: RecordState) =>
    world.act(as, setProcessState(contracts, as, processId, state, 'keyCompromise'))
  const sample = lists.flat().filter((_, index) => index % everySo === 0)

  for (const [what, as, state] of [
    ['process suspended', 'programme_manager', 'suspended'],
    ['process revoked by motion', 'board', 'revoked'],
  ] as const) {
    const connections = fleet.devices.map((device) => connectionOf(site, device))
    // what was reinstated, the gateway notices with its next look at the chain
    for (const { get } of connections) while ((await get()).status !== 200) await pause(pace)
    const refused = Promise.all(connections.map((connection) => askUntilRefused(connection)))
    const began = performance.now()
    const { gasUsed } = await set(as, state)
    const seen = performance.now()
    const last = Math.max(...(await refused))
    for (const connection of connections) connection.end()
    await requireFallen(site, sample, state)

    report({ bench: 'million', what: `${what}: the one transaction`, value: Number(gasUsed), unit: 'gas' })
    report({
      bench: 'million',
      what: `${what}: until its block${as === 'board' ? ', votes included' : ''}`,
      value: seen - began,
      unit: 'ms',
    })
    report({
      bench: 'million',
      what: `${what}: ${connections.length} of its devices refused after`,
      value: Math.max(0, last - seen),
      unit: 'ms',
    })
    if (state === 'suspended') await set(as, 'active')
  }
}

/** @throws Error for a key that is not what its process makes it */
async function requireFallen({ world }: Site, sample: readonly Hex[], state: RecordState): Promise<void> {
  const { address } = world.deployment.contracts.KeyRegistry
  for (let start = 0; start < sample.length; start += atOnce) {
    const read = (id: Hex) => world.client.readContract({ address, abi, functionName: 'effectiveStatus', args: [id] })
    for (const [status, reason] of await Promise.all(sample.slice(start, start + atOnce).map((id) => read(id)))) {
      const found = `${fromCode(statuses, status)} ${fromCode(effectiveReasons, reason)}`
      if (found !== `${state} process_${state}`) throw new Error(`a key of the process is ${found}`)
    }
  }
}
