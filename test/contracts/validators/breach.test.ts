import { expect } from 'chai'
import { getAddress } from 'ethers'
import { networkHelpers } from '../support/network.ts'
import { accountOf, country, factsOf, groupOf, segment, type NodeWords } from './nodes.ts'
import { day, foundedWorld, founders, join, vet, type Founder, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers

const record = ({ validators, constitution }: ValidatorWorld, name: string, words: NodeWords) =>
  validators.connect(constitution).correctFacts(accountOf(name), factsOf(name, words))
const bought = (name: Founder): NodeWords => ({ ...founders[name], control: 'FR' })
const swap = ({ validators, ordinary }: ValidatorWorld, leaving: string[], joining: string[]) =>
  validators.connect(ordinary).swap(leaving.map(accountOf), joining.map(accountOf))
const change = ({ validators, constitution }: ValidatorWorld, leaving: string[], joining: string[]) =>
  validators.connect(constitution).change(leaving.map(accountOf), joining.map(accountOf))
const setHome = ({ validators, board }: ValidatorWorld, ...countries: string[]) =>
  validators.connect(board).setHomeCountries(countries.map(country))

/** Three of seven are foreign since the service's operator was bought. */
async function breached(): Promise<ValidatorWorld> {
  const world = await foundedWorld()
  await record(world, 'service', bought('service'))
  return world
}

describe('recording what is true of a node', () => {
  it('is said once, and only where it changed', async () => {
    const world = await loadFixture(foundedWorld)
    const words = { segment: 'academia', hosting: 'CA' }
    await expect(record(world, 'university', words)).to.emit(world.validators, 'NodeFactsRecorded')
    await expect(record(world, 'university', words)).to.not.emit(world.validators, 'NodeFactsRecorded')
    const { facts } = (await world.validators.node(accountOf('university'))).entry
    expect(facts.hostingCountry).to.equal(country('CA'))
  })

  it('is refused for what cannot be true, and for a node that is unknown', async () => {
    const world = await loadFixture(foundedWorld)
    await expect(record(world, 'thief', {})).to.be.revertedWithCustomError(world.validators, 'ValidatorSetNodeUnknown')
    await expect(record(world, 'maker', { segment: 'banks' }))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetSegmentUnknown')
      .withArgs(segment('banks'))
    await expect(record(world, 'maker', { control: 'ZZ' }))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetCountryUnknown')
      .withArgs(country('ZZ'))
  })

  it('is never refused for a cap: the set is in breach since then, to be mended within the term', async () => {
    const world = await loadFixture(foundedWorld)
    const recording = await record(world, 'service', bought('service'))
    const since = await networkHelpers.time.latest()
    await expect(recording)
      .to.emit(world.validators, 'BreachBegun')
      .withArgs(since, since + 90 * day)
    expect([...(await world.validators.breach())]).to.deep.equal([BigInt(since), BigInt(since + 90 * day)])
    expect(await world.validators.getValidators()).to.have.lengthOf(7)
  })

  for (const [cap, name, words] of [
    ['of a segment', 'service', { ...founders.service, segment: 'utility' }],
    ['of a group of operators', 'service', { ...founders.service, group: 'grid' }],
  ] as const) {
    it(`begins a breach of the cap ${cap} too`, async () => {
      const world = await loadFixture(foundedWorld)
      await expect(record(world, name, words)).to.emit(world.validators, 'BreachBegun')
    })
  }

  it('of a node on standby begins no breach', async () => {
    const world = await loadFixture(foundedWorld)
    await vet(world, 'spare', { segment: 'service' })
    await expect(record(world, 'spare', { segment: 'utility', control: 'FR' })).to.not.emit(world.validators, 'BreachBegun')
    await expect(swap(world, ['service'], ['spare']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
      .withArgs(3, 7, 1)
  })
})

describe('a breach', () => {
  it('ends when the facts are mended', async () => {
    const world = await loadFixture(breached)
    const [since] = await world.validators.breach()
    await expect(record(world, 'service', founders.service))
      .to.emit(world.validators, 'BreachEnded')
      .withArgs(since)
    expect([...(await world.validators.breach())]).to.deep.equal([0n, 0n])
  })

  it('ends when a node is swapped, or nodes join', async () => {
    const world = await loadFixture(breached)
    await vet(world, 'spare', { segment: 'service' })
    await expect(swap(world, ['service'], ['spare'])).to.emit(world.validators, 'BreachEnded')

    const other = await loadFixture(breached)
    await join(other, { one: { segment: 'academia' }, two: { segment: 'government' } })
    expect((await other.validators.breach()).since).to.not.equal(0n)
    await vet(other, 'three', { segment: 'service' })
    await expect(change(other, [], ['three'])).to.emit(other.validators, 'BreachEnded')
  })

  it('ends when the home countries take the foreigner in', async () => {
    const world = await loadFixture(breached)
    await expect(setHome(world, 'US', 'CA', 'FR')).to.emit(world.validators, 'BreachEnded')
  })

  it('goes on since its beginning, and until its end, while it grows or the term is changed', async () => {
    const world = await loadFixture(breached)
    const breach = [...(await world.validators.breach())]
    await networkHelpers.time.increase(day)
    await expect(record(world, 'ministry', bought('ministry'))).to.not.emit(world.validators, 'BreachBegun')
    await world.validators.connect(world.constitution).setBreachTerm(day)
    await networkHelpers.time.increase(100 * day)
    await record(world, 'university', bought('university'))
    expect([...(await world.validators.breach())]).to.deep.equal(breach)
    expect(await world.validators.breachTerm()).to.equal(BigInt(day))
  })

  it('allows changes that leave the cap as it is, and none that take it further out of bounds', async () => {
    const world = await loadFixture(breached)
    await vet(world, 'alike', { segment: 'service', control: 'MX' })
    await vet(world, 'abroad', { segment: 'academia', control: 'MX' })
    await expect(swap(world, ['university'], ['abroad']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
      .withArgs(4, 7, 2)
    await expect(change(world, [], ['abroad']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
      .withArgs(4, 8, 2)
    await expect(swap(world, ['service'], ['alike'])).to.not.emit(world.validators, 'BreachEnded')
    expect((await world.validators.standing()).foreign).to.equal(3n)
  })

  it('of one cap opens no other', async () => {
    const world = await loadFixture(breached)
    await vet(world, 'third', { segment: 'utility' })
    await vet(world, 'grid', { segment: 'service', group: 'grid' })
    await expect(swap(world, ['service'], ['third']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetSegmentCap')
      .withArgs(segment('utility'), 3, 7, 1)
    await expect(swap(world, ['service'], ['grid']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetOperatorCap')
      .withArgs(groupOf('grid'), 3, 7, 1)
  })

  it('of one segment opens no other segment, even where their sum is the same', async () => {
    const world = await loadFixture(foundedWorld)
    await record(world, 'service', { ...founders.service, segment: 'utility' })
    await vet(world, 'maker2', { segment: 'maker' })
    await vet(world, 'maker3', { segment: 'maker' })
    await expect(swap(world, ['service', 'university'], ['maker2', 'maker3']))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetSegmentCap')
      .withArgs(segment('maker'), 3, 7, 1)
    await swap(world, ['service'], ['maker2'])
  })

  it('is not made worse by a smaller set', async () => {
    const world = await loadFixture(foundedWorld)
    await join(world, { one: { segment: 'academia' }, two: { segment: 'government' } })
    await join(world, { three: { segment: 'service' } })
    await record(world, 'service', bought('service'))
    expect((await world.validators.breach()).since).to.equal(0n)
    await record(world, 'university', bought('university'))
    expect((await world.validators.standing()).foreign).to.equal(4n)
    await expect(change(world, ['three'], []))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap')
      .withArgs(4, 9, 2)
    await expect(change(world, ['service'], [])).to.not.emit(world.validators, 'BreachEnded')
  })
})

describe('the home countries', () => {
  it('are replaced, and say so', async () => {
    const world = await loadFixture(foundedWorld)
    await expect(setHome(world, 'US', 'CA', 'DE', 'NL'))
      .to.emit(world.validators, 'HomeCountriesSet')
      .withArgs(['US', 'CA', 'DE', 'NL'].map(country))
    await expect(setHome(world, 'US', 'CA', 'DE', 'NL')).to.not.emit(world.validators, 'HomeCountriesSet')
    expect((await world.validators.standing()).foreign).to.equal(0n)
    await setHome(world, 'US', 'CA')
    expect(await world.validators.isHome(country('DE'))).to.equal(false)
    expect(await world.validators.homeCountries()).to.deep.equal([country('US'), country('CA')])
  })

  it('cannot be such that the cap of foreign nodes breaks', async () => {
    const world = await loadFixture(foundedWorld)
    await expect(setHome(world, 'US')).to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap').withArgs(3, 7, 1)
    await expect(setHome(world, 'BR')).to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap').withArgs(7, 7, 5)
    expect(await world.validators.isHome(country('CA'))).to.equal(true)
  })

  it('cannot, in a breach, be such that it breaks by more', async () => {
    const world = await loadFixture(breached)
    await expect(setHome(world, 'US')).to.be.revertedWithCustomError(world.validators, 'ValidatorSetForeignCap').withArgs(4, 7, 2)
    await setHome(world, 'US', 'CA', 'MX')
  })

  it('are at least one, officially assigned, each named once', async () => {
    const world = await loadFixture(foundedWorld)
    await expect(setHome(world)).to.be.revertedWithCustomError(world.validators, 'ValidatorSetHomeCountriesEmpty')
    await expect(setHome(world, 'US', 'CA', 'UK'))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetCountryUnknown')
      .withArgs(country('UK'))
    await expect(setHome(world, 'US', 'CA', 'US'))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetCountryRepeated')
      .withArgs(country('US'))
    expect(getAddress(await world.validators.board())).to.equal(world.board.address)
  })
})
