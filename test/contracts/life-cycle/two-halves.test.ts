import { expect } from 'chai'
import { artifacts } from 'hardhat'
import { ethers, networkHelpers } from '../support/network.ts'
import { refusalOf } from '../support/refusal.ts'
import { lifeWorld } from './world.ts'

const { loadFixture } = networkHelpers
const halves = ['KeyRegistry', 'KeyLifeCycle'] as const

describe('the two halves of the KeyRegistry’s code', () => {
  it('have no function in common', async () => {
    const [first, second] = await Promise.all(
      halves.map(async (name) => {
        const { interface: each } = await ethers.getContractFactory(name)
        return each.fragments.flatMap((fragment) =>
          fragment.type === 'function' ? [(fragment as unknown as { selector: string }).selector] : [],
        )
      }),
    )
    expect(first!.filter((selector) => second!.includes(selector))).to.deep.equal([])
  })

  it('each fit into a contract (EIP-170)', async () => {
    for (const name of halves) {
      const { deployedBytecode } = await artifacts.readArtifact(name)
      expect((deployedBytecode.length - 2) / 2, name).to.be.below(24_576)
    }
  })

  it('are one contract: at its own address the second one changes nothing of the registry', async () => {
    const { entities, processes, assessments, keys, actors, oemKeys, oemLot } = await loadFixture(lifeWorld)
    const alone = await ethers.deployContract('KeyLifeCycle', [entities.target, processes.target, assessments.target])
    for (const [name, ...args] of [
      ['installKeys', oemKeys],
      ['retireLot', oemLot],
      ['offerLot', oemLot, actors.utility, 4_000_000_000],
    ] as const) {
      const refusal = await refusalOf(alone.connect(actors.oem).getFunction(name)(...args))
      expect(refusal?.name, name).to.match(/Unknown$/)
    }
    await alone.connect(actors.utility).getFunction('acceptInAdvance')(actors.oem, true)
    expect(await keys.acceptsInAdvance(actors.utility, actors.oem)).to.equal(false)
  })

  it('answer a function that neither of them has with a revert', async () => {
    const { keys, actors } = await loadFixture(lifeWorld)
    const call = actors.oem.sendTransaction({ to: keys.target, data: '0x12345678' })
    expect((await refusalOf(call))?.name).to.equal('')
  })
})
