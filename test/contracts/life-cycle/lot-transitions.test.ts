import { expect } from 'chai'
import {
  lotActors,
  lotActs,
  lotOutcome,
  lotStandings,
  lotStates,
  type LotActName,
  type LotState,
} from '../../../src/domain/lot-life-cycle.ts'
import { fromCode, recordStates } from '../../../src/domain/enumerations.ts'
import type { ActorName } from '../support/actors.ts'
import { keyIds, reason } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { codeOf } from './code-of.ts'
import { act, lifeWorld, tomorrow, type LifeWorld } from './world.ts'

const { loadFixture, takeSnapshot } = networkHelpers
const names = Object.keys(lotActs) as LotActName[]
const why = reason('keyCompromise')

/** The OEM's lot; the other OEM may register in it, too, once it is its; the second lab takes whatever either of them offers. */
async function transitionWorld(): Promise<LifeWorld> {
  const world = await lifeWorld()
  const { processes, actors, processId } = world
  await processes.connect(actors.chipMaker).grant(processId, actors.otherOem)
  for (const from of [actors.oem, actors.otherOem]) await act(world, 'secondLab', 'acceptInAdvance', from, true)
  return world
}

const ownerIn = ({ place }: LotState): ActorName => (place.startsWith('handed_on') ? 'otherOem' : 'oem')
const isOffered = ({ place }: LotState) => place.endsWith('offered')

async function reach(world: LifeWorld, state: LotState): Promise<void> {
  const { actors, oemLot } = world
  const owner = ownerIn(state)
  if (owner === 'otherOem') await act(world, 'board', 'moveLot', oemLot, actors.otherOem)
  if (isOffered(state)) await act(world, owner, 'offerLot', oemLot, actors.distributor, await tomorrow())
  const said: Partial<Record<LotState['ownerState'], readonly [string, ...unknown[]]>> = {
    suspended: ['suspendLot', oemLot, why],
    revoked: ['revokeLot', oemLot, why],
    eol: ['retireLot', oemLot],
  }
  const supervised: Partial<Record<LotState['standing'], readonly [ActorName, string]>> = {
    suspended_by_process_owner: ['chipMaker', 'reportLot'],
    suspended_by_programme_manager: ['programmeManager', 'suspendLotAsProgrammeManager'],
    suspended_by_regulator: ['regulator', 'suspendLotAsRegulator'],
  }
  const [byOwner, above] = [said[state.ownerState], supervised[state.standing]]
  if (byOwner !== undefined) await act(world, owner, ...byOwner)
  if (above !== undefined) await act(world, ...above, oemLot, why)
}

/** The state of the lot as the chain tells it. */
async function stateOf({ keys, actors, oemLot }: LifeWorld): Promise<LotState> {
  const lot = await keys.lot(oemLot)
  const offers = await Promise.all(Array.from({ length: Number(await keys.offerCount()) }, (_, index) => keys.offer(index + 1)))
  const inOffer = offers.some(({ state, lotId }) => state === 1n && lotId === oemLot)
  const handedOn = lot.ownerId !== actors.oem.address
  const standing = lot.state === 1n ? 'active' : lotStandings[Number(lot.stateBy) - 1]!
  const place = handedOn ? (inOffer ? 'handed_on_offered' : 'handed_on') : inOffer ? 'offered' : 'open'
  expect(lot.takesKeys).to.equal(place === 'open')
  return { standing, ownerState: fromCode(recordStates, Number(lot.ownerState))!, place }
}

/** Who acts, where the lot is as `state` says, and with which arguments. */
async function argumentsOf(world: LifeWorld, state: LotState): Promise<Record<LotActName, readonly [ActorName, ...unknown[]]>> {
  const { actors, oemLot, processId } = world
  const owner = ownerIn(state)
  // there is no other than the first
  const offer = isOffered(state) ? 1 : 9
  return {
    suspend: [owner, oemLot, why],
    reinstate: [owner, oemLot],
    revoke: [owner, oemLot, why],
    retire: [owner, oemLot],
    report: ['chipMaker', oemLot, why],
    withdraw_report: ['chipMaker', oemLot],
    suspend_as_programme_manager: ['programmeManager', oemLot, why],
    reinstate_as_programme_manager: ['programmeManager', oemLot],
    suspend_as_regulator: ['regulator', oemLot, why],
    reinstate_as_regulator: ['regulator', oemLot],
    reinstate_by_motion: ['board', oemLot],
    add_keys: [owner, processId, oemLot, keyIds(1, 'more')],
    offer: [owner, oemLot, actors.struckOffLab, await tomorrow()],
    offer_accepted_in_advance: [owner, oemLot, actors.secondLab, await tomorrow()],
    accept: ['distributor', offer],
    withdraw_or_decline: [owner, offer, []],
    move_by_motion: ['board', oemLot, actors.struckOffLab],
  }
}

describe('every act on a lot', () => {
  for (const state of lotStates) {
    it(`that is ${state.standing}, ${state.ownerState} by its owner, ${state.place}`, async () => {
      const world = await loadFixture(transitionWorld)
      await reach(world, state)
      expect(await stateOf(world)).to.deep.equal(state)
      const before = await world.keys.lot(world.oemLot)
      const calls = await argumentsOf(world, state)
      for (const name of names) {
        const wanted = lotOutcome(state, name)
        const [actor, ...args] = calls[name]
        const snapshot = await takeSnapshot()
        if (typeof wanted === 'object' && 'code' in wanted) {
          expect(await codeOf(act(world, actor, lotActs[name].call, ...args)), name).to.equal(wanted.code)
          expect(await world.keys.lot(world.oemLot), name).to.deep.equal(before)
        } else {
          const events = await act(world, actor, lotActs[name].call, ...args)
          expect(await stateOf(world), name).to.deep.equal(wanted === 'nothing' ? state : wanted.state)
          expect(events.length > 0, name).to.equal(wanted !== 'nothing')
          const { ownerId } = await world.keys.lot(world.oemLot)
          expect(ownerId !== before.ownerId, name).to.equal('changesHands' in lotActs[name])
        }
        await snapshot.restore()
      }
    })
  }
})

describe('who may act on a lot', () => {
  const entities: readonly ActorName[] = ['oem', 'chipMaker', 'distributor', 'utility']
  const staff: readonly ActorName[] = ['programmeManager', 'regulator', 'board']
  const entitled: Record<keyof typeof lotActors, readonly ActorName[]> = {
    owner: ['oem'],
    receiver: ['distributor'],
    owner_or_receiver: ['oem', 'distributor'],
    process_owner: ['chipMaker'],
    programme_manager: ['programmeManager'],
    regulator: ['regulator'],
    board: ['board'],
  }
  for (const name of names) {
    const { call, by } = lotActs[name]
    it(`${name}: ${by.replaceAll('_', ' ')} alone`, async () => {
      const state = lotStates.find((each) => typeof lotOutcome(each, name) === 'object' && 'state' in (lotOutcome(each, name) as object))!
      const world = await loadFixture(transitionWorld)
      await reach(world, state)
      const [, ...args] = (await argumentsOf(world, state))[name]
      for (const actor of [...entities, ...staff]) {
        const code = await codeOf(
          world.keys
            .connect(world.actors[actor])
            .getFunction(call)
            .staticCall(...args),
        )
        const isUnknown = staff.includes(actor) && lotActors[by] !== 'role_missing'
        // who has no right to register under the process is told that first
        const isStranger = name === 'add_keys' && ['distributor', 'utility'].includes(actor)
        const otherwise = isUnknown ? 'account_unknown' : isStranger ? 'not_granted' : lotActors[by]
        expect(code, actor).to.equal(entitled[by].includes(actor) ? null : otherwise)
      }
    })
  }
})
