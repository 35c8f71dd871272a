import { expect } from 'chai'
import * as fc from 'fast-check'
import { effectiveStatus } from '../../src/domain/effective-status.ts'
import { effectiveReasons, statuses, toCode } from '../../src/domain/enumerations.ts'
import type { ActorName } from './support/actors.ts'
import { factsOf, indexFromEvents } from './support/index-from-events.ts'
import { assessmentDetails, keyGenerationResult, reason } from './support/inputs.ts'
import { ethers, networkHelpers } from './support/network.ts'
import { refusalOf } from './support/refusal.ts'
import { day, keyedWorld, type KeyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const why = reason('keyCompromise')

type Act = readonly [contract: 'entities' | 'processes' | 'assessments' | 'keys', actor: ActorName, name: string, args: unknown[]]

/** Everything that can happen to the OEM's first key, and to what it hangs on. `pick` chooses among the assessments. */
function actsOn({ oemKeys, oemLot, completed, actors }: KeyedWorld, pick: number): readonly Act[] {
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

const step = fc.record({ act: fc.nat(35), pick: fc.integer({ min: 1, max: 5 }) })

/** What a fixed history comes to, as the chain and as the pure function see it. */
async function bothAnswers(world: KeyedWorld) {
  const index = await indexFromEvents(world)
  const now = (await ethers.provider.getBlock('latest'))!.timestamp
  const wanted = world.oemKeys.map((id) => {
    const { status, reason } = effectiveStatus(factsOf(index, id), now)
    return [BigInt(toCode(statuses, status)), BigInt(toCode(effectiveReasons, reason ?? undefined))]
  })
  const answers = await Promise.all(world.oemKeys.map(async (id) => [...(await world.keys.effectiveStatus(id))]))
  return { answers, wanted }
}

describe('effective status', () => {
  it('is the same on chain and in the domain, from events alone, whatever happened', async function () {
    this.timeout(120_000)
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const world = await loadFixture(keyedWorld)
        for (const { act, pick } of steps) {
          const acts = actsOn(world, pick)
          const [contract, actor, name, args] = acts[act % acts.length]!
          await refusalOf(world[contract].connect(world.actors[actor]).getFunction(name)(...args))
        }
        const { answers, wanted } = await bothAnswers(world)
        expect(answers).to.deep.equal(wanted)
        const info = await world.lens.getKeyInfo(world.oemKeys[0]!)
        expect([info.effectiveStatus, info.effectiveReason]).to.deep.equal(answers[0])
        for (const answer of answers) seen.add(answer.join('/'))
      }),
      { numRuns: 100, seed: 5 },
    )
    expect(seen.size, [...seen].join(' ')).to.be.at.least(9)
  })

  it('is the own one when key and process end in the same block', async () => {
    const world = await loadFixture(keyedWorld)
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
    expect(answers.map(([status]) => status)).to.deep.equal([4n, 3n, 3n])
  })

  it('does not change with time', async () => {
    const { keys, oemKeys } = await loadFixture(keyedWorld)
    await networkHelpers.time.increase(10_000 * day)
    await networkHelpers.mine()
    expect(await keys.effectiveStatus(oemKeys[0]!)).to.deep.equal([1n, 0n])
  })
})
