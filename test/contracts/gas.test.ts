import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { keyIds } from './support/inputs.ts'
import { networkHelpers } from './support/network.ts'
import { assessedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const snapshot = join(import.meta.dirname, 'gas.snapshot.json')
/** What the project promises for a key in a batch of 500, new lot and all checks included. */
const most = 23_400

/** Gas of the transaction for each number of keys, under real series, through the proxies. */
async function measure(): Promise<Record<string, number>> {
  const gas: Record<string, number> = {}
  for (const count of [1, 100, 500]) {
    const { keys, actors, processId } = await loadFixture(assessedWorld)
    const register = async (batch: string) => {
      const receipt = await (await keys.connect(actors.oemLine).createKeys(processId, 0, keyIds(count, batch))).wait()
      return Number(receipt?.gasUsed)
    }
    gas[`createKeys ${count}, first lot of all`] = await register('first')
    gas[`createKeys ${count}`] = await register('next')
  }
  return gas
}

describe('gas of createKeys', () => {
  it(`is at most ${most} a key in a batch of 500, and as in the snapshot`, async () => {
    const gas = await measure()
    for (const count of [1, 100, 500])
      console.log(`      ${count} keys: ${((gas[`createKeys ${count}`] ?? 0) / count).toFixed(1)} gas a key`)
    if (process.env['DERKEY_UPDATE_GAS'] === '1') writeFileSync(snapshot, `${JSON.stringify(gas, null, 2)}\n`)

    expect((gas['createKeys 500'] ?? Infinity) / 500).to.be.at.most(most)
    expect((gas['createKeys 500, first lot of all'] ?? Infinity) / 500).to.be.at.most(most)
    expect(gas).to.deep.equal(JSON.parse(readFileSync(snapshot, 'utf8')))
  })
})
