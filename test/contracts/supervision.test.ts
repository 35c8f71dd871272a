import { expect } from 'chai'
import type { ActorName } from './support/actors.ts'
import { reason } from './support/inputs.ts'
import { networkHelpers } from './support/network.ts'
import { refusalOf } from './support/refusal.ts'
import { keyedWorld, type KeyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const why = reason('cACompromise')

/** The three records that are supervised alike: what their functions are called, how their state is read, what their end is. */
const records = {
  process: {
    contract: 'processes',
    infix: '',
    prefix: 'ProcessRegistry',
    end: 'revoke',
    final: 'ProcessRegistryRevoked',
    read: (world: KeyedWorld) => world.processes.process(1),
  },
  lot: { contract: 'keys', infix: 'Lot', prefix: 'KeyRegistryLot', end: null, final: '', read: (world: KeyedWorld) => world.keys.lot(1) },
  assessment: {
    contract: 'assessments',
    infix: '',
    prefix: 'AssessmentRegistry',
    end: 'withdraw',
    final: 'AssessmentRegistryStateWrong',
    read: (world: KeyedWorld) => world.assessments.assessment(1),
  },
} as const

const acts = [
  { verb: 'suspend', authority: 'ProgrammeManager', actor: 'programmeManager', rank: 3n },
  { verb: 'suspend', authority: 'Regulator', actor: 'regulator', rank: 4n },
  { verb: 'reinstate', authority: 'ProgrammeManager', actor: 'programmeManager', rank: 3n },
  { verb: 'reinstate', authority: 'Regulator', actor: 'regulator', rank: 4n },
  { verb: 'reinstate', authority: 'Board', actor: 'board', rank: 5n },
] as const satisfies readonly { verb: string; authority: string; actor: ActorName; rank: bigint }[]

for (const [kind, { contract, infix, prefix, end, final, read }] of Object.entries(records)) {
  const perform = (world: KeyedWorld, { verb, authority, actor }: (typeof acts)[number]) =>
    world[contract].connect(world.actors[actor]).getFunction(`${verb}${infix}As${authority}`)(...(verb === 'suspend' ? [1, why] : [1]))

  describe(`state of the ${kind}`, () => {
    for (const first of [undefined, ...acts.filter(({ verb }) => verb === 'suspend')]) {
      for (const then of acts) {
        const isSuspended = first !== undefined
        const isTooLow = isSuspended && first.rank > then.rank
        const isNothing = then.verb === 'suspend' ? first?.rank === then.rank : !isSuspended
        const words = isTooLow ? 'is refused' : isNothing ? 'changes nothing' : 'holds'
        it(`${first ? `suspended by ${first.rank}` : 'active'}: ${then.verb} by ${then.rank} ${words}`, async () => {
          const world = await loadFixture(keyedWorld)
          if (first) await perform(world, first)
          const before = await read(world)
          if (isTooLow) {
            const refusal = await refusalOf(perform(world, then))
            expect([refusal?.name, refusal?.args[1]]).to.deep.equal([`${prefix}RankTooLow`, first.rank])
            return
          }
          const receipt = await (await perform(world, then)).wait()
          const after = await read(world)
          if (isNothing) {
            expect([after, receipt?.logs]).to.deep.equal([before, []])
            return
          }
          expect(after.stateBy).to.equal(then.rank)
          expect(after.stateReason).to.equal(then.verb === 'suspend' ? why : 0)
          expect(Number(after.stateSince)).to.equal(await networkHelpers.time.latest())
        })
      }
    }

    it('takes no reason but those of RFC 5280', async () => {
      const world = await loadFixture(keyedWorld)
      const act = world[contract].connect(world.actors.regulator).getFunction(`suspend${infix}AsRegulator`)
      expect((await refusalOf(act.staticCall(1, 10)))?.name).to.match(/ReasonUnknown$/)
      expect((await refusalOf(act.staticCall(99, why)))?.name).to.match(/Unknown$/)
    })

    if (end !== null) {
      it(`is final after ${end}`, async () => {
        const world = await loadFixture(keyedWorld)
        const finish = () => world[contract].connect(world.actors.board).getFunction(end)(1, why)
        await perform(world, acts[1])
        await finish()
        expect((await read(world)).stateBy).to.equal(5)
        for (const act of acts) expect((await refusalOf(perform(world, act)))?.name).to.equal(final)
        expect((await (await finish()).wait())?.logs).to.deep.equal([])
      })
    }
  })
}
