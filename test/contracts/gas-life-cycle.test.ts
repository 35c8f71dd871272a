import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { keyIds, reason } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { act, lifeWorld, tomorrow } from './life-cycle/world.ts'

const { loadFixture } = networkHelpers
const snapshot = join(import.meta.dirname, 'gas-life-cycle.snapshot.json')
const why = reason('keyCompromise')
const count = 500

/** Gas of each transaction, through the proxies; those of keys with a list of 500. */
async function measure(): Promise<Record<string, number>> {
  const world = await loadFixture(lifeWorld)
  const { processes, actors, processId, oemLot } = world
  const gas: Record<string, number> = {}
  const last = async () => Number((await ethers.provider.getBlock('latest'))!.gasUsed)
  const measured = async (name: string, ...call: Parameters<typeof act> extends [unknown, ...infer R] ? R : never) => {
    await act(world, ...call)
    gas[name] = await last()
  }
  const ids = keyIds(count, 'measured')
  await act(world, 'oem', 'createKeys', processId, 0, ids)
  await measured('offerKeys 500', 'oem', 'offerKeys', ids, actors.distributor, await tomorrow())
  await measured('acceptKeys 500', 'distributor', 'acceptKeys', 1, ids)
  await measured('offerKeys 500 that have an owner of their own', 'distributor', 'offerKeys', ids, actors.utility, await tomorrow())
  await measured('withdrawOffer 500', 'utility', 'withdrawOffer', 2, ids)
  await act(world, 'utility', 'acceptInAdvance', actors.distributor, true)
  await measured('offerKeys 500, accepted in advance', 'distributor', 'offerKeys', ids, actors.utility, 0)
  await measured('installKeys 500', 'utility', 'installKeys', ids)
  await measured('suspendKeys 500', 'utility', 'suspendKeys', ids, why)
  await measured('offerLot', 'oem', 'offerLot', oemLot, actors.distributor, await tomorrow())
  await measured('acceptLot', 'distributor', 'acceptLot', 3)
  await measured('suspendLot', 'distributor', 'suspendLot', oemLot, why)
  await processes.connect(actors.regulator).suspendAsRegulator(processId, why)
  gas['suspend a process'] = await last()
  await processes.connect(actors.board).revoke(processId, why)
  gas['revoke a process'] = await last()
  return gas
}

describe('gas of the life of keys', () => {
  it('is as in the snapshot: a lot or a process costs the same however many keys it has', async () => {
    const gas = await measure()
    for (const [name, each] of Object.entries(gas)) {
      const share = name.includes('500') ? `, ${(each / count).toFixed(1)} gas a key` : ''
      console.log(`      ${name}: ${each}${share}`)
    }
    if (process.env['DERKEY_UPDATE_GAS'] === '1') writeFileSync(snapshot, `${JSON.stringify(gas, null, 2)}\n`)

    expect(gas).to.deep.equal(JSON.parse(readFileSync(snapshot, 'utf8')))
  })
})
