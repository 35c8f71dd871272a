import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { ethers, networkHelpers } from '../support/network.ts'
import { foundedWorld, largeWorlds, nobody } from './world.ts'

const { loadFixture } = networkHelpers
const snapshot = join(import.meta.dirname, 'gas.snapshot.json')
/** What the project promises for thirty validators. */
const most = 100_000

describe('gas of getValidators, called as Besu does', () => {
  it(`is below ${most} at thirty validators, and as in the snapshot`, async () => {
    const gas: Record<string, number> = {}
    for (const [size, fixture] of [
      [7, foundedWorld],
      [30, largeWorlds[30]],
    ] as const) {
      const { validators } = await loadFixture(fixture)
      const call = { from: nobody, to: await validators.getAddress(), data: '0xb7ab4db5', gasPrice: '0x0' }
      gas[`getValidators ${size}`] = Number(await ethers.provider.send('eth_estimateGas', [call]))
      const answer: string = await ethers.provider.send('eth_call', [{ ...call, gas: ethers.toQuantity(most - 1) }, 'latest'])
      const [list] = validators.interface.decodeFunctionResult('getValidators', answer) as unknown as [string[]]
      expect(new Set(list)).to.have.property('size', size)
    }
    if (process.env['DERKEY_UPDATE_GAS'] === '1') writeFileSync(snapshot, `${JSON.stringify(gas, null, 2)}\n`)

    expect(gas).to.deep.equal(JSON.parse(readFileSync(snapshot, 'utf8')))
  })
})
