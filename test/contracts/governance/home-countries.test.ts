import { expect } from 'chai'
import { constitutionWorld } from '../support/constitution.ts'
import { acting, day } from '../support/governance.ts'
import { countryBytes } from '../support/inputs.ts'
import { call, carry, ready } from '../support/motion.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { entityOf, genesisNodes, seatDetails, segmentBytes, segments } from '../support/seats.ts'

const { loadFixture } = networkHelpers
const bytes = (...countries: string[]) => countries.map(countryBytes)

describe('the home countries', () => {
  it('are changed by a motion on the constitution, for nodes and seats at once', async () => {
    const world = await loadFixture(constitutionWorld)
    const { board, validators } = world
    expect([(await board.standing()).foreign, (await validators.standing()).foreign]).to.deep.equal([2n, 2n])
    await carry(world, 'constitution', [call(board, 'setHomeCountries', [bytes('US', 'DE')])])
    expect(await validators.homeCountries()).to.deep.equal(bytes('US', 'DE'))
    expect([(await board.standing()).foreign, (await validators.standing()).foreign]).to.deep.equal([1n, 1n])
  })

  it('are refused where too many nodes would be foreign', async () => {
    const world = await loadFixture(constitutionWorld)
    const { board, validators } = world
    const motion = await ready(world, 'constitution', [call(board, 'setHomeCountries', [bytes('DE', 'NL')])])
    await expect(motion.governor.execute(...motion.content))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetForeignCap')
      .withArgs(5, 7, 3)
    expect(await validators.homeCountries()).to.deep.equal(bytes('US'))
  })

  it('are refused where too many seats would be held from abroad, though the nodes keep their cap', async () => {
    const { board, constitution, validators } = await loadFixture(constitutionWorld)
    const canadians = ['one', 'two'].map((name) => seatDetails(name, { country: countryBytes('CA') }))
    await constitution.setHomeCountries(bytes('US', 'CA'))
    await constitution.changeSeats([entityOf('inverterMaker'), entityOf('utilityTwo')], canadians)
    await expect(constitution.setHomeCountries(bytes('US')))
      .to.be.revertedWithCustomError(board, 'BoardForeignCap')
      .withArgs(4, 7, 4, 1)
    expect(await validators.homeCountries(), 'of the nodes neither').to.deep.equal(bytes('US', 'CA'))
  })

  it('are nobody else’s to change: the ValidatorSet takes them from the board alone', async () => {
    const { validators, actors, constitutionTimelock, board } = await loadFixture(constitutionWorld)
    for (const account of [actors.board, await acting(constitutionTimelock)]) {
      await expect(validators.connect(account).setHomeCountries(bytes('US', 'DE')))
        .to.be.revertedWithCustomError(validators, 'ValidatorSetNotAllowed')
        .withArgs(account.address, board.target)
    }
  })

  it('come from another ValidatorSet only where the seats keep their cap under its own, and where it obeys this board', async () => {
    const { board, constitution, constitutionTimelock, ordinaryTimelock } = await loadFixture(constitutionWorld)
    const replacement = async (home: string, governing: unknown) => {
      const nodes = genesisNodes().map((node) => ({
        ...node,
        facts: { ...node.facts, controlCountry: countryBytes(home), hostingCountry: countryBytes(home) },
      }))
      const governance = [constitutionTimelock.target, ordinaryTimelock.target, governing]
      return ethers.deployContract('ValidatorSet', [nodes, [], bytes(home), segments.map(segmentBytes), 90 * day, ...governance])
    }
    const others = await replacement('US', constitutionTimelock.target)
    await expect(constitution.setValidatorSet(others))
      .to.be.revertedWithCustomError(board, 'BoardValidatorSetForeign')
      .withArgs(others.target, constitutionTimelock.target)
    await expect(constitution.setValidatorSet(await replacement('DE', board.target)))
      .to.be.revertedWithCustomError(board, 'BoardForeignCap')
      .withArgs(6, 7, 4, 3)
    const next = await replacement('US', board.target)
    await constitution.setValidatorSet(next)
    expect(await board.validatorSet()).to.equal(next.target)
  })
})
