import { expect } from 'chai'
import { getAddress } from 'ethers'
import { networkHelpers } from '../support/network.ts'
import { accountOf, groupOf, segment, type NodeWords } from './nodes.ts'
import { foundedWorld, founderNames, join, largeWorlds, validatorsOf, vet, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers

const change = ({ validators, constitution }: ValidatorWorld, leaving: string[], joining: string[]) =>
  validators.connect(constitution).change(leaving.map(accountOf), joining.map(accountOf))
const swap = ({ validators, ordinary }: ValidatorWorld, leaving: string[], joining: string[]) =>
  validators.connect(ordinary).swap(leaving.map(accountOf), joining.map(accountOf))
const addresses = (names: readonly string[]) => names.map((name) => getAddress(accountOf(name)))

async function vetted(nodes: Readonly<Record<string, NodeWords>>): Promise<ValidatorWorld> {
  const world = await loadFixture(foundedWorld)
  for (const [name, words] of Object.entries(nodes)) await vet(world, name, words)
  return world
}

describe('changing the set', () => {
  it('has standby nodes join behind those that stay', async () => {
    const world = await vetted({ spare: { segment: 'service' }, other: { segment: 'academia' } })
    await change(world, ['ministry'], ['other', 'spare'])
    const stay = founderNames.filter((name) => name !== 'ministry')
    expect(await validatorsOf(world)).to.deep.equal([...stay, 'other', 'spare'].map(accountOf))
    expect((await world.validators.node(accountOf('spare'))).state).to.equal(2n)
    expect((await world.validators.nodes()).every(({ state }) => state === 2n)).to.equal(true)
  })

  it('announces the set, and who came and went', async () => {
    const world = await vetted({ spare: { segment: 'service' } })
    const result = [...addresses(founderNames.filter((name) => name !== 'service')), ...addresses(['spare'])]
    await expect(change(world, ['service'], ['spare']))
      .to.emit(world.validators, 'ValidatorsChanged')
      .withArgs(result, addresses(['service']), addresses(['spare']))
  })

  it('has who leaves vetted no longer', async () => {
    const world = await vetted({ spare: { segment: 'service' } })
    await change(world, ['service'], ['spare'])
    await expect(world.validators.node(accountOf('service'))).to.be.revertedWithCustomError(world.validators, 'ValidatorSetNodeUnknown')
    await expect(change(world, [], ['service'])).to.be.revertedWithCustomError(world.validators, 'ValidatorSetNodeUnknown')
    await vet(world, 'service', { segment: 'service' })
    await change(world, ['spare'], ['service'])
  })

  it('says from when on a node is in its state', async () => {
    const world = await vetted({ spare: { segment: 'service' } })
    await networkHelpers.time.increase(1000)
    await change(world, [], ['spare'])
    expect((await world.validators.node(accountOf('spare'))).since).to.equal(BigInt(await networkHelpers.time.latest()))
  })

  it('refuses to do nothing', async () => {
    const world = await vetted({})
    await expect(change(world, [], [])).to.be.revertedWithCustomError(world.validators, 'ValidatorSetNothingToChange')
    await expect(swap(world, [], [])).to.be.revertedWithCustomError(world.validators, 'ValidatorSetNothingToChange')
  })

  it('refuses a node that is unknown, in the wrong state, or named twice', async () => {
    const world = await vetted({ spare: { segment: 'service' } })
    const { validators } = world
    const refused = (call: Promise<unknown>, name: string) => expect(call).to.be.revertedWithCustomError(validators, name)
    const [spare, maker] = addresses(['spare', 'maker'])
    await refused(change(world, ['thief'], []), 'ValidatorSetNodeUnknown').withArgs(...addresses(['thief']))
    await refused(change(world, [], ['thief']), 'ValidatorSetNodeUnknown').withArgs(...addresses(['thief']))
    await refused(change(world, ['spare'], []), 'ValidatorSetNodeState').withArgs(spare, 1)
    await refused(change(world, [], ['maker']), 'ValidatorSetNodeState').withArgs(maker, 2)
    await refused(change(world, ['spare'], ['spare']), 'ValidatorSetNodeState').withArgs(spare, 1)
    await refused(change(world, ['maker'], ['maker']), 'ValidatorSetNodeState').withArgs(maker, 2)
    await refused(change(world, [], ['spare', 'spare']), 'ValidatorSetNodeRepeated').withArgs(spare)
    await refused(change(world, ['maker', 'chips', 'maker'], []), 'ValidatorSetNodeRepeated').withArgs(maker)
  })

  it('keeps seven nodes at least, and thirty at most', async () => {
    const world = await vetted({})
    await expect(change(world, ['service'], []))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetTooFew')
      .withArgs(6, 7)
    await expect(change(world, [...founderNames], []))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetTooFew')
      .withArgs(0, 7)

    const large = await loadFixture(largeWorlds[30])
    await vet(large, 'spare')
    await expect(change(large, [], ['spare']))
      .to.be.revertedWithCustomError(large.validators, 'ValidatorSetTooMany')
      .withArgs(31, 30)
  })

  it('refuses one foreign node too many, by its operator or its place', async () => {
    const world = await vetted({ abroad: { segment: 'service', hosting: 'MX' }, owned: { segment: 'service', control: 'FR' } })
    for (const name of ['abroad', 'owned']) {
      await expect(change(world, ['service'], [name]))
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
        .withArgs(3, 7, 1)
      await expect(swap(world, ['service'], [name]))
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
        .withArgs(3, 7, 1)
    }
    await change(world, ['maker'], ['owned'])
  })

  it('refuses one node too many of a segment, or of a group of operators, until the set is larger', async () => {
    const world = await vetted({ third: { segment: 'utility' }, grid: { segment: 'service', group: 'grid' } })
    await expect(change(world, ['service'], ['third']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetSegmentCap')
      .withArgs(segment('utility'), 3, 7, 1)
    await expect(swap(world, ['service'], ['grid']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetOperatorCap')
      .withArgs(groupOf('grid'), 3, 7, 1)
    await join(world, { one: { segment: 'academia' }, two: { segment: 'government' } })
    await join(world, { extra: { segment: 'chips' } })
    await change(world, ['service'], ['third'])
  })

  it('counts the caps on the result: removing a node can break them', async () => {
    const world = await vetted({})
    await join(world, { eighth: { segment: 'academia' }, ninth: { segment: 'government' } })
    await join(world, { tenth: { segment: 'service', hosting: 'MX' } })
    expect((await world.validators.standing()).foreign).to.equal(3n)
    await expect(change(world, ['eighth'], []))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
      .withArgs(3, 9, 1)
    await change(world, ['tenth'], [])
  })

  it('does in one step what is impossible one at a time', async () => {
    const world = await vetted({ home: { segment: 'chips' }, abroad: { segment: 'service', hosting: 'MX' } })
    await expect(change(world, ['service'], ['abroad'])).to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
    await expect(change(world, ['chips'], [])).to.be.revertedWithCustomError(world.validators, 'ValidatorSetTooFew')
    await change(world, ['service', 'chips'], ['abroad', 'home'])
    expect((await world.validators.standing()).foreign).to.equal(2n)
  })

  it('foretells how the set would stand, caps broken or not', async () => {
    const world = await vetted({ abroad: { segment: 'utility', group: 'grid', hosting: 'MX' } })
    const after = await world.validators.standingAfter([accountOf('service')], [accountOf('abroad')])
    expect([...after]).to.deep.equal([7n, 3n, segment('utility'), 3n, groupOf('grid'), 3n, 3n])
    const smaller = await world.validators.standingAfter([accountOf('service'), accountOf('maker')], [])
    expect([smaller.size, smaller.foreign, smaller.breaking]).to.deep.equal([5n, 1n, 2n])
    await expect(world.validators.standingAfter([accountOf('thief')], [])).to.be.revertedWithCustomError(
      world.validators,
      'ValidatorSetNodeUnknown',
    )
  })
})

describe('swapping nodes by an ordinary motion', () => {
  it('puts a standby node in the place of a rogue one at once', async () => {
    const world = await vetted({ spare: { segment: 'service' } })
    await swap(world, ['service'], ['spare'])
    expect(await validatorsOf(world))
      .to.include(accountOf('spare'))
      .and.not.include(accountOf('service'))
  })

  it('keeps the size', async () => {
    const world = await vetted({ spare: { segment: 'service' }, other: { segment: 'service' } })
    const refused = (leaving: string[], joining: string[]) =>
      expect(swap(world, leaving, joining))
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetSwapUneven')
        .withArgs(leaving.length, joining.length)
    await refused([], ['spare'])
    await refused(['service'], [])
    await refused(['service'], ['spare', 'other'])
  })
})
