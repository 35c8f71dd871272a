import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { ethers, networkHelpers } from '../support/network.ts'
import { accountOf } from './nodes.ts'
import { foundedWorld, largeWorlds, nobody, segments, vet } from './world.ts'

const { loadFixture } = networkHelpers
const snapshot = join(import.meta.dirname, 'gas.snapshot.json')
/** What the project promises for thirty validators. */
const most = 100_000

type Gas = Record<string, number>

/** Asked from the zero address, without a fee; and answered within what is promised. */
async function measureAsking(): Promise<Gas> {
  const gas: Gas = {}
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
  return gas
}

/** As many of thirty as one block allows. */
async function measureSwap(): Promise<Gas> {
  const world = await loadFixture(largeWorlds[30])
  const names = Array.from({ length: 9 }, (_, index) => index)
  for (const index of names) await vet(world, `spare${index}`, { segment: segments[index % segments.length]! })
  const accounts = (prefix: string) => names.map((index) => accountOf(`${prefix}${index}`))
  const swap = await world.validators.connect(world.ordinary).swap(accounts('plain'), accounts('spare'))
  return { 'swap 9 of 30': Number((await swap.wait())?.gasUsed) }
}

describe('gas of the validators', () => {
  it(`called as Besu does is below ${most} at thirty, and as in the snapshot, with that of the largest swap`, async () => {
    const gas = { ...(await measureAsking()), ...(await measureSwap()) }
    if (process.env['DERKEY_UPDATE_GAS'] === '1') writeFileSync(snapshot, `${JSON.stringify(gas, null, 2)}\n`)

    expect(gas['getValidators 30']).to.be.below(most)
    expect(gas).to.deep.equal(JSON.parse(readFileSync(snapshot, 'utf8')))
  })
})
