import { expect } from 'chai'
import { ethers, networkHelpers } from '../support/network.ts'
import { accountOf, country, factsOf, groupOf, publicKeyOf, segment, type Entry, type NodeWords } from './nodes.ts'
import {
  day,
  deployValidators,
  emptyHash,
  foundedWorld,
  founderNames,
  founders,
  genesisArguments,
  largeWorlds,
  nobody,
  plainNodes,
  segments,
  validatorsOf,
} from './world.ts'

const { loadFixture } = networkHelpers
type Arguments = Awaited<ReturnType<typeof genesisArguments>>

const factory = await ethers.getContractFactory('ValidatorSet')

/** Deploys with `over` in the place of arguments by their position. */
async function found(nodes: Readonly<Record<string, NodeWords>> = founders, over: Partial<Record<number, unknown>> = {}) {
  const args: unknown[] = [...(await genesisArguments(nodes))]
  for (const [index, value] of Object.entries(over)) args[Number(index)] = value
  return factory.deploy(...(args as unknown as Arguments))
}

const withFirst = async (change: (entry: Entry) => Entry) => {
  const [entries] = await genesisArguments()
  return { 0: entries.map((entry, index) => (index === 0 ? change(entry) : entry)) }
}

const sixNodes = Object.fromEntries(Object.entries(founders).slice(1))

describe('the first set of validators', () => {
  it('is what was founded, in its order, each vetted and active since', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators, operator } = world
    expect(await validatorsOf(world)).to.deep.equal(founderNames.map(accountOf))

    const nodes = await validators.nodes()
    expect(nodes.map(({ account }) => account.toLowerCase())).to.deep.equal(founderNames.map(accountOf))
    expect(nodes.every(({ state, since, rotatedAt }) => state === 2n && since > 0n && rotatedAt === 0n)).to.equal(true)
    const [first] = nodes
    expect(first?.entry.publicKeyX).to.equal(publicKeyOf('northUtility').publicKeyX)
    expect(first?.entry.operatorAccount).to.equal(operator.address)
    expect(first?.entry.facts.group).to.equal(groupOf('grid'))
    expect(await validators.nonceOf(accountOf('maker'))).to.equal(1n)
  })

  it('says how it stands, who governs it, and its home countries, segments and term', async () => {
    const { validators, constitution, ordinary, board } = await loadFixture(foundedWorld)
    expect([...(await validators.standing())]).to.deep.equal([7n, 2n, segment('utility'), 2n, groupOf('grid'), 2n, 3n])
    expect([...(await validators.breach())]).to.deep.equal([0n, 0n])
    expect(await validators.breachTerm()).to.equal(90n * BigInt(day))
    expect(await validators.homeCountries()).to.deep.equal([country('US'), country('CA')])
    expect([await validators.isHome(country('CA')), await validators.isHome(country('DE'))]).to.deep.equal([true, false])
    expect(await validators.segments()).to.deep.equal(segments.map(segment))
    expect([await validators.isSegment(segment('maker')), await validators.isSegment(segment('banks'))]).to.deep.equal([true, false])
    expect([await validators.constitution(), await validators.ordinary(), await validators.board()]).to.deep.equal([
      constitution.address,
      ordinary.address,
      board.address,
    ])
  })

  it('may come with nodes on standby', async () => {
    const validators = await deployValidators(founders, { spare: {}, other: {} })
    const nodes = await validators.nodes()
    expect(nodes).to.have.lengthOf(9)
    expect(nodes.slice(7).map(({ account, state }) => [account.toLowerCase(), state])).to.deep.equal([
      [accountOf('spare'), 1n],
      [accountOf('other'), 1n],
    ])
    expect(await validators.getValidators()).to.have.lengthOf(7)
  })

  it('has up to thirty nodes', async () => {
    expect(await (await loadFixture(largeWorlds[30])).validators.getValidators()).to.have.lengthOf(30)
    await expect(found(plainNodes(31)))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetTooMany')
      .withArgs(31, 30)
  })

  it('has seven nodes at least', async () => {
    await expect(found(sixNodes)).to.be.revertedWithCustomError(factory, 'ValidatorSetTooFew').withArgs(6, 7)
    await expect(found({})).to.be.revertedWithCustomError(factory, 'ValidatorSetTooFew').withArgs(0, 7)
  })

  it('obeys the caps as every later one', async () => {
    await expect(found({ ...founders, service: { segment: 'service', hosting: 'MX' } }))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetForeignCap')
      .withArgs(3, 7, 1)
    await expect(found({ ...founders, service: { segment: 'utility' } }))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetSegmentCap')
      .withArgs(segment('utility'), 3, 7, 1)
    await expect(found({ ...founders, service: { segment: 'service', group: 'grid' } }))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetOperatorCap')
      .withArgs(groupOf('grid'), 3, 7, 1)
  })

  it('has each key once, on standby too', async () => {
    const [entries] = await genesisArguments()
    const repeated = [...entries.slice(0, 6), entries[0]]
    await expect(found(founders, { 0: repeated }))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetNodeKnown')
      .withArgs(ethers.getAddress(accountOf('northUtility')))
    await expect(found(founders, { 1: [entries[3]] }))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetNodeKnown')
      .withArgs(ethers.getAddress(accountOf('chips')))
  })

  it('has whole entries only', async () => {
    const x = emptyHash
    const { publicKeyY } = publicKeyOf('northUtility')
    await expect(found(founders, await withFirst((entry) => ({ ...entry, publicKeyX: x }))))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetPublicKeyInvalid')
      .withArgs(x, publicKeyY)
    await expect(found(founders, await withFirst((entry) => ({ ...entry, operatorAccount: nobody })))).to.be.revertedWithCustomError(
      factory,
      'ValidatorSetAccountZero',
    )
    const facts = { ...factsOf('northUtility'), segment: segment('banks') }
    await expect(found(founders, await withFirst((entry) => ({ ...entry, facts }))))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetSegmentUnknown')
      .withArgs(segment('banks'))
  })

  it('has home countries, segments, a term and who governs it', async () => {
    await expect(found(founders, { 2: [] })).to.be.revertedWithCustomError(factory, 'ValidatorSetHomeCountriesEmpty')
    await expect(found(founders, { 3: [segment('Utility')] }))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetSegmentInvalid')
      .withArgs(segment('Utility'))
    await expect(found(founders, { 4: day - 1 }))
      .to.be.revertedWithCustomError(factory, 'ValidatorSetTermInvalid')
      .withArgs(day - 1, day, 365 * day)
    for (const index of [5, 6, 7]) {
      await expect(found(founders, { [index]: nobody })).to.be.revertedWithCustomError(factory, 'ValidatorSetAccountZero')
    }
  })

  it('announces each node, and the set', async () => {
    const validators = await found()
    const transaction = validators.deploymentTransaction()
    await expect(transaction).to.emit(validators, 'ValidatorsChanged')
    const receipt = await transaction?.wait()
    const names = receipt?.logs.map((log) => validators.interface.parseLog(log)?.name)
    expect(names).to.deep.equal([
      'HomeCountriesSet',
      'SegmentsSet',
      'BreachTermSet',
      'GovernanceSet',
      ...founderNames.map(() => 'NodeVetted'),
      'ValidatorsChanged',
    ])
  })

  it('fits the limit of contract code, EIP-170', async () => {
    const { validators } = await loadFixture(foundedWorld)
    const size = ((await ethers.provider.getCode(validators)).length - 2) / 2
    expect(size).to.be.at.most(24_576)
  })
})
