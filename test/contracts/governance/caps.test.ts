import { expect } from 'chai'
import { constitutionWorld } from '../support/constitution.ts'
import { motionKinds } from '../support/governance.ts'
import { countryBytes } from '../support/inputs.ts'
import { ethers, networkHelpers } from '../support/network.ts'
import { refusalOf, type Refusal } from '../support/refusal.ts'
import { entityOf, seatDetails, segmentBytes, segments } from '../support/seats.ts'
import { neededFor, type ModelSeat } from './board-model.ts'
import { detailsOf } from './board-words.ts'

const { loadFixture } = networkHelpers
/** `count` seats, the first `foreign` of them from abroad, the first `alike` of one segment, the others spread. */
function seatsWith(count: number, foreign: number, alike: number): ModelSeat[] {
  const others = segments.slice(1)
  return Array.from({ length: count }, (_, index) => ({
    entity: `entity ${index}`,
    account: `entity ${index}`,
    group: `entity ${index}`,
    country: index < foreign ? 'DE' : 'US',
    segment: index < alike ? 'utility' : others[index % others.length]!,
  }))
}

/** Founds a board without keeping it. */
async function founding(founders: readonly ModelSeat[]): Promise<Refusal | null> {
  const { authority, validators } = await loadFixture(constitutionWorld)
  const factory = await ethers.getContractFactory('Board')
  const deployment = await factory.getDeployTransaction(authority.target, validators.target, founders.map(detailsOf))
  return refusalOf(ethers.provider.call(deployment))
}

describe('the caps of the board', () => {
  for (const count of [7, 8, 9, 10, 12, 15, 20, 29, 30]) {
    const needed = neededFor('ordinary', count, [1, 2])

    it(`let ${needed - 1} of ${count} seats be held from abroad, and no more`, async () => {
      expect(await founding(seatsWith(count, needed - 1, 0))).to.equal(null)
      for (const excess of [1, 2, count - needed + 1]) {
        const foreign = needed - 1 + excess
        const refusal = await founding(seatsWith(count, foreign, 0))
        expect(refusal?.name, `${foreign} of ${count}`).to.equal('BoardForeignCap')
        expect([...refusal!.args].map(Number)).to.deep.equal([foreign, count, needed, excess])
      }
    })

    it(`let ${needed - 1} of ${count} seats be of one segment, and no more`, async () => {
      expect(await founding(seatsWith(count, 0, needed - 1))).to.equal(null)
      for (const excess of [1, count - needed + 1]) {
        const alike = needed - 1 + excess
        const refusal = await founding(seatsWith(count, 0, alike))
        expect(refusal?.name, `${alike} of ${count}`).to.equal('BoardSegmentCap')
        expect(refusal!.args[0]).to.equal(segmentBytes('utility'))
        expect([...refusal!.args].slice(1).map(Number)).to.deep.equal([alike, count, needed, excess])
      }
    })
  }

  it('follow the threshold of ordinary motions: raised, they are wider; it is not lowered under them', async () => {
    const { board, constitution } = await loadFixture(constitutionWorld)
    const foreigners = ['one', 'two'].map((name) => seatDetails(name, { country: countryBytes('CA') }))
    const swap = () => constitution.changeSeats([entityOf('utilityOne'), entityOf('utilityTwo')], foreigners)
    await expect(swap()).to.be.revertedWithCustomError(board, 'BoardForeignCap').withArgs(4, 7, 4, 1)
    await constitution.setThreshold(motionKinds.ordinary, 5, 7)
    await swap()
    await expect(constitution.setThreshold(motionKinds.ordinary, 1, 2))
      .to.be.revertedWithCustomError(board, 'BoardForeignCap')
      .withArgs(4, 7, 4, 1)
  })
})
