import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { hexToNumber } from 'viem'
import { setKeyStatus } from '../src/chain/calls/key-calls.ts'
import type { Hex } from '../src/domain/fields.ts'
import { median } from './report.ts'
import type { Bench } from './report.ts'
import { askUntilRefused, connectionOf } from './tls/connection.ts'
import type { FleetDevice } from './tls/fleet.ts'
import { keyOwner, openSite } from './tls/site.ts'
import type { Site } from './tls/site.ts'

const bench = 'revocation'
const reach = 'block + 100 ms'
const count = 20
/** Milliseconds between two looks of the gateway for a new block, by default. */
const pollInterval = 50

/**
 * Milliseconds from a revocation to what it does to open connections: of a device that keeps asking, until it is refused; of one that is
 * silent, until it is closed. The clock starts when the transaction is handed to EDR, which makes its block at once: a few ms early.
 */
export const revocation: Bench = async (report) => {
  const site = await openSite(count)
  try {
    const results: { refused: number; closed: number }[] = []
    for (const device of site.fleet.devices) results.push(await revokeWhileConnected(site, device))
    for (const [name, what] of [
      ['refused', 'next request refused'],
      ['closed', 'idle connection closed'],
    ] as const) {
      const values = results.map((result) => result[name])
      report({ bench, what: `${what}, median of ${count}`, value: median(values), unit: 'ms', reach })
      report({ bench, what: `${what}, worst of ${count}`, value: Math.max(...values), unit: 'ms', reach })
    }
  } finally {
    await site.close()
  }
}

async function revokeWhileConnected(site: Site, device: FleetDevice): Promise<{ refused: number; closed: number }> {
  const [asking, idle] = [connectionOf(site, device), connectionOf(site, device)]
  try {
    await asking.get()
    const { socket } = await idle.get()
    const raw = await signRevocation(site, device.key_id)
    const closing = once(socket, 'close').then(() => performance.now())
    // or each would begin where the gateway's polling stood when the one before ended
    await pause(Math.random() * pollInterval)
    const refusing = askUntilRefused(asking)
    const began = performance.now()
    await site.world.client.request({ method: 'eth_sendRawTransaction', params: [raw] })
    return { refused: (await refusing) - began, closed: (await closing) - began }
  } finally {
    asking.end()
    idle.end()
  }
}

async function signRevocation({ world }: Site, keyId: Hex): Promise<Hex> {
  const { signer, account } = world.actors[keyOwner]
  const nonce = hexToNumber(await world.client.request({ method: 'eth_getTransactionCount', params: [account, 'latest'] }))
  const call = setKeyStatus(world.deployment.contracts, 'owner', [keyId], 'revoked', 'keyCompromise')
  const fees = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, value: 0n, gas: 1_000_000n }
  return signer.sign({ type: 'eip1559', chainId: world.chain.chainId, nonce, ...call, ...fees })
}
