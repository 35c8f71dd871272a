import { expect } from 'chai'
import * as fc from 'fast-check'
import { effectiveStatus } from '../../src/domain/effective-status.ts'
import { effectiveReasons, statuses, toCode } from '../../src/domain/enumerations.ts'
import type { ActorName } from './support/actors.ts'
import { holdingsFromEvents, holdingsOnChain } from './life-cycle/holdings.ts'
import { factsOf, indexFromEvents } from './support/index-from-events.ts'
import { assessmentDetails, keyGenerationResult, reason } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { refusalOf } from './support/refusal.ts'
import { lifeWorld, signature, type LifeWorld } from './life-cycle/world.ts'
import { day } from './support/world.ts'

const { loadFixture } = networkHelpers
const why = reason('keyCompromise')

type Act = readonly [contract: 'entities' | 'processes' | 'assessments' | 'keys' | 'time', actor: ActorName, name: string, args: unknown[]]

/** Everything that can happen to the OEM's first key, and to what it hangs on. `pick` chooses among the assessments. */
function actsOn({ oemKeys, oemLot, spares, completed, actors }: LifeWorld, pick: number, now: number): readonly Act[] {
  const ids = oemKeys.slice(0, 1)
  const supervised = (contract: Act[0], id: unknown, infix = ''): Act[] => [
    [contract, 'programmeManager', `suspend${infix}AsProgrammeManager`, [id, why]],
    [contract, 'programmeManager', `reinstate${infix}AsProgrammeManager`, [id]],
    [contract, 'regulator', `suspend${infix}AsRegulator`, [id, why]],
    [contract, 'regulator', `reinstate${infix}AsRegulator`, [id]],
  ]
  return [
    ...supervised('processes', 1),
    ...supervised('keys', oemLot, 'Lot'),
    ...supervised('keys', ids, 'Keys').map(([contract, actor, name, args]): Act => [contract, actor, name, [ids, ...args.slice(1)]]),
    ...supervised('assessments', pick),
    ['keys', 'oem', 'suspendKeys', [ids, why]],
    ['keys', 'oem', 'reinstateKeys', [ids]],
    ['keys', 'oem', 'revokeKeys', [ids, why]],
    ['keys', 'oem', 'retireKeys', [ids]],
    ['keys', 'chipMaker', 'reportKeys', [ids, why]],
    ['keys', 'chipMaker', 'withdrawReport', [ids]],
    ['keys', 'board', 'voidKeys', [ids, why]],
    ['keys', 'oem', 'createKeys', [1, 0, ids]],
    ...(['oem', 'distributor'] as const).flatMap((owner): Act[] => [
      ['keys', owner, 'suspendLot', [oemLot, why]],
      ['keys', owner, 'reinstateLot', [oemLot]],
      ['keys', owner, pick === 1 ? 'revokeLot' : 'suspendLot', [oemLot, why]],
      ['keys', owner, pick === 2 ? 'retireLot' : 'reinstateLot', [oemLot]],
      ['keys', owner, 'revokeKeys', [ids, why]],
    ]),
    ['keys', 'chipMaker', 'reportLot', [oemLot, why]],
    ['keys', 'chipMaker', 'withdrawLotReport', [oemLot]],
    ['keys', 'board', 'reinstateLotAsBoard', [oemLot]],
    ['keys', 'board', 'reinstateKeysAsBoard', [ids]],
    ['keys', 'oem', 'offerKeys', [ids, actors.distributor, now + day]],
    ['keys', 'distributor', 'acceptKeys', [pick, ids]],
    ['keys', 'oem', 'withdrawOffer', [pick, ids]],
    ['keys', 'oem', 'offerLot', [oemLot, actors.distributor, now + day]],
    ['keys', 'distributor', 'acceptLot', [pick]],
    ['keys', 'board', 'moveKeys', [actors.oem, actors.distributor, ids]],
    ['keys', 'installer', 'installKeys', [ids]],
    ['keys', 'installer', 'returnKeys', [ids, 1 + (pick % 2)]],
    ['keys', 'oem', 'rotateKey', [ids[0], spares[pick % 3]!.id, pick * day, spares[pick % 3]!.publicKey, signature]],
    ['keys', 'oem', 'rotateKey', [oemKeys[1], spares[pick % 3]!.id, pick * day, spares[pick % 3]!.publicKey, signature]],
    ['keys', 'board', 'voidKeys', [[spares[pick % 3]!.id], why]],
    ['time', 'oem', 'passes', [pick * day]],
    ['processes', 'board', 'revoke', [1, why]],
    ['assessments', 'board', 'withdraw', [pick, why]],
    ['assessments', 'secondLab', 'renew', [1 + (pick % 2), assessmentDetails(completed + pick * day)]],
    ['assessments', 'lab', 'correctKeyGeneration', [pick, assessmentDetails(completed + pick), keyGenerationResult()]],
    ['assessments', 'programmeManager', 'approve', [pick]],
    ['assessments', 'programmeManager', 'reject', [pick]],
    ['entities', 'board', 'strikeOff', [pick % 2 === 0 ? actors.lab : actors.secondLab, completed + 2 * day]],
    ['entities', 'board', 'strikeOff', [actors.lab, completed]],
  ]
}

const step = fc.record({ act: fc.nat(200), pick: fc.integer({ min: 1, max: 5 }) })

/** Whether it is refused or not. */
async function perform(world: LifeWorld, [contract, actor, name, args]: Act): Promise<void> {
  if (contract === 'time') await networkHelpers.time.increase(Number(args[0]))
  else await refusalOf(world[contract].connect(world.actors[actor]).getFunction(name)(...args))
}

/** What a fixed history comes to, as the chain and as the pure function see it. */
async function bothAnswers(world: LifeWorld) {
  const index = await indexFromEvents(world)
  const now = (await ethers.provider.getBlock('latest'))!.timestamp
  const wanted = world.allKeys.map((id) => {
    const { status, reason } = effectiveStatus(factsOf(index, id), now)
    return [BigInt(toCode(statuses, status)), BigInt(toCode(effectiveReasons, reason ?? undefined))]
  })
  const answers = await Promise.all(world.allKeys.map(async (id) => [...(await world.keys.effectiveStatus(id))]))
  return { answers, wanted }
}

describe('effective status', () => {
  it('is the same on chain and in the domain, from events alone, whatever happened; and so is who owns which keys, and where they are', async function () {
    this.timeout(120_000)
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 16 }), async (steps) => {
        const world = await loadFixture(lifeWorld)
        for (const { act, pick } of steps) {
          const acts = actsOn(world, pick, await networkHelpers.time.latest())
          await perform(world, acts[act % acts.length]!)
        }
        const { answers, wanted } = await bothAnswers(world)
        expect(answers).to.deep.equal(wanted)
        expect(await holdingsFromEvents(world)).to.deep.equal(await holdingsOnChain(world))
        const info = await world.lens.getKeyInfo(world.oemKeys[0]!)
        expect([info.effectiveStatus, info.effectiveReason]).to.deep.equal(answers[0])
        for (const answer of answers) seen.add(answer.join('/'))
      }),
      { numRuns: 70, seed: 5 },
    )
    expect(seen.size, [...seen].join(' ')).to.be.at.least(13)
  })

  it('is the own one when key and process end in the same block', async () => {
    const world = await loadFixture(lifeWorld)
    const { processes, keys, actors, oemKeys } = world
    await ethers.provider.send('evm_setAutomine', [false])
    try {
      await processes.connect(actors.board).revoke(1, why)
      await keys.connect(actors.oem).retireKeys([oemKeys[0]!])
      await ethers.provider.send('evm_mine', [])
    } finally {
      await ethers.provider.send('evm_setAutomine', [true])
    }
    await keys.connect(actors.oem).retireKeys([oemKeys[1]!])
    const { answers, wanted } = await bothAnswers(world)
    expect(answers).to.deep.equal(wanted)
    expect(answers.slice(0, 3).map(([status]) => status)).to.deep.equal([4n, 3n, 3n])
  })

  it('does not change with time where no key was rotated', async () => {
    const { keys, oemKeys } = await loadFixture(lifeWorld)
    await networkHelpers.time.increase(10_000 * day)
    await networkHelpers.mine()
    expect(await keys.effectiveStatus(oemKeys[0]!)).to.deep.equal([1n, 0n])
  })
})
