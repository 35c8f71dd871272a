import { expect } from 'chai'
import { ethers, networkHelpers } from '../support/network.ts'
import { refusalOf } from '../support/refusal.ts'
import { accountOf, publicKeyOf, signRotation } from './nodes.ts'
import { foundedWorld, largeWorlds, validatorsOf, vet, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers

async function withSpares(fixture: () => Promise<ValidatorWorld>, count: number) {
  const world = await loadFixture(fixture)
  const spares = Array.from({ length: count }, (_, index) => `spare${index}`)
  for (const [index, name] of spares.entries()) await vet(world, name, { segment: (['government', 'service'] as const)[index % 2]! })
  return { world, spares }
}

/** Calls that come into one block; which of them were refused, and with what. */
async function inOneBlock(calls: readonly { send: () => Promise<unknown>; ask: () => Promise<unknown> }[]) {
  const refusals: unknown[] = []
  await ethers.provider.send('evm_setAutomine', [false])
  try {
    for (const { send, ask } of calls) {
      // asked of the pending block, in which the calls before it are
      const refusal = await refusalOf(ask())
      refusals.push(refusal === null ? null : [refusal.name, ...refusal.args])
      if (refusal === null) await send()
    }
    const before = await ethers.provider.getBlockNumber()
    await ethers.provider.send('evm_mine')
    expect(await ethers.provider.getBlockNumber()).to.equal(before + 1)
    const block = await ethers.provider.getBlock('latest')
    expect(block?.transactions.length).to.equal(refusals.filter((each) => each === null).length)
  } finally {
    await ethers.provider.send('evm_setAutomine', [true])
  }
  return refusals
}

const pending = { blockTag: 'pending' } as const
const gasLimit = 5_000_000

function changing({ validators, constitution }: ValidatorWorld, leaving: readonly string[], joining: readonly string[]) {
  const args = [leaving.map(accountOf), joining.map(accountOf)] as const
  const contract = validators.connect(constitution)
  return { send: () => contract.change(...args, { gasLimit }), ask: () => contract.change.staticCall(...args, pending) }
}

async function rotating({ validators, operator }: ValidatorWorld, name: string, next: string) {
  const { publicKeyX, publicKeyY } = publicKeyOf(next)
  const args = [accountOf(name), publicKeyX, publicKeyY, await signRotation(validators, accountOf(name), next)] as const
  const contract = validators.connect(operator)
  return { send: () => contract.rotate(...args, { gasLimit }), ask: () => contract.rotate.staticCall(...args, pending) }
}

describe('newcomers in a block', () => {
  it('are at most a third less one of the nodes before', async () => {
    const { world, spares } = await withSpares(foundedWorld, 3)
    await expect(world.validators.connect(world.constitution).change([], spares.map(accountOf)))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetTooManyNewcomers')
      .withArgs(3, 2)
    await world.validators.connect(world.constitution).change([], spares.slice(0, 2).map(accountOf))
    await world.validators.connect(world.constitution).change([], spares.slice(2).map(accountOf))
    expect(await validatorsOf(world)).to.have.lengthOf(10)
  })

  it('are counted over all calls of the block', async () => {
    const { world, spares } = await withSpares(foundedWorld, 3)
    const refusals = await inOneBlock(spares.map((name) => changing(world, [], [name])))
    expect(refusals).to.deep.equal([null, null, ['ValidatorSetTooManyNewcomers', 3n, 2n]])
    await world.validators.connect(world.constitution).change([], [accountOf(spares[2]!)])
  })

  it('are counted by motions of both kinds, and by rotations', async () => {
    const { world, spares } = await withSpares(foundedWorld, 1)
    const refusals = await inOneBlock([
      await rotating(world, 'maker', 'makerNext'),
      changing(world, [], [spares[0]!]),
      await rotating(world, 'chips', 'chipsNext'),
    ])
    expect(refusals).to.deep.equal([null, null, ['ValidatorSetTooManyNewcomers', 3n, 2n]])
    const rotation = await rotating(world, 'chips', 'chipsNext')
    await rotation.send()
  })

  it('are not those that rotate on standby', async () => {
    const { world, spares } = await withSpares(foundedWorld, 3)
    const standby = await Promise.all(spares.map((name) => rotating(world, name, `${name}Next`)))
    expect(await inOneBlock([...standby, changing(world, [], spares.slice(0, 2))])).to.deep.equal([null, null, null, null])
  })

  it('are few enough for those that stay, where many leave', async () => {
    const { world, spares } = await withSpares(largeWorlds[10], 3)
    const { validators, constitution } = world
    const leaving = ['plain0', 'plain1', 'plain2', 'plain3', 'plain4', 'plain5']
    await expect(validators.connect(constitution).change(leaving.map(accountOf), spares.map(accountOf)))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetTooManyNewcomers')
      .withArgs(3, 2)
    const refusals = await inOneBlock([changing(world, [], spares), changing(world, leaving, [])])
    expect(refusals).to.deep.equal([null, ['ValidatorSetTooManyNewcomers', 3n, 2n]])
    await validators.connect(constitution).change(leaving.map(accountOf), [])
    expect(await validatorsOf(world)).to.have.lengthOf(7)
  })
})
