import { expect } from 'chai'
import { getAddress } from 'ethers'
import { networkHelpers } from '../support/network.ts'
import { accountOf, factsOf, publicKeyOf, signRotation, type NodeWords } from './nodes.ts'
import { foundedWorld, founderNames, founders, vet, type Founder, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers

const record = ({ validators, ordinary }: ValidatorWorld, name: string, words: NodeWords) =>
  validators.connect(ordinary).recordFacts(accountOf(name), factsOf(name, words))
const correct = ({ validators, constitution }: ValidatorWorld, name: string, words: NodeWords) =>
  validators.connect(constitution).correctFacts(accountOf(name), factsOf(name, words))

/** Each takes a founder's node out of a count. */
const reliefs: readonly (readonly [what: string, name: Founder, words: NodeWords])[] = [
  ['a foreign operator to one at home', 'maker', { ...founders.maker, control: 'US' }],
  ['a place abroad to one at home', 'chips', { ...founders.chips, hosting: 'US' }],
  ['a segment to another', 'northUtility', { ...founders.northUtility, segment: 'academia' }],
  ['a group to another', 'ministry', { ...founders.ministry, group: 'ministry' }],
]

describe('an ordinary majority', () => {
  it('cannot make room under a cap by what it records: caps would bind it no longer', async () => {
    const world = await loadFixture(foundedWorld)
    for (const [what, name, words] of reliefs) {
      await expect(record(world, name, words), what)
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetFactsRelieve')
        .withArgs(getAddress(accountOf(name)))
    }
    expect((await world.validators.standing()).foreign).to.equal(2n)
  })

  it('records all the same that a node became foreign, or moved between countries of one side', async () => {
    const world = await loadFixture(foundedWorld)
    await record(world, 'service', { ...founders.service, control: 'FR' })
    await record(world, 'service', { ...founders.service, hosting: 'NL', control: 'FR' })
    await record(world, 'university', { ...founders.university, hosting: 'CA' })
    expect((await world.validators.standing()).foreign).to.equal(3n)
  })

  it('cannot do it to a node on standby either, and leave the rest to a swap', async () => {
    const world = await loadFixture(foundedWorld)
    await vet(world, 'abroad', { segment: 'service', control: 'FR' })
    await expect(record(world, 'abroad', { segment: 'service' })).to.be.revertedWithCustomError(
      world.validators,
      'ValidatorSetFactsRelieve',
    )
  })

  it('cannot give the nodes to accounts of its own, which would rotate every key to one of theirs', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators, ordinary, constitution, stranger } = world
    for (const name of founderNames) {
      await expect(validators.connect(ordinary).setOperatorAccount(accountOf(name), stranger.address))
        .to.be.revertedWithCustomError(validators, 'ValidatorSetNotAllowed')
        .withArgs(ordinary.address, constitution.address)
    }
    const { publicKeyX, publicKeyY } = publicKeyOf('thief')
    const signature = await signRotation(validators, accountOf('maker'), 'thief')
    await expect(validators.connect(stranger).rotate(accountOf('maker'), publicKeyX, publicKeyY, signature)).to.be.revertedWithCustomError(
      validators,
      'ValidatorSetNotAllowed',
    )
  })
})

describe('a motion on the constitution', () => {
  it('corrects what is recorded, whatever it takes a node out of', async () => {
    const world = await loadFixture(foundedWorld)
    for (const [what, name, words] of reliefs) {
      await expect(correct(world, name, words), what).to.emit(world.validators, 'NodeFactsRecorded')
      await expect(correct(world, name, words), what).to.not.emit(world.validators, 'NodeFactsRecorded')
    }
    expect((await world.validators.standing()).foreign).to.equal(0n)
  })
})
