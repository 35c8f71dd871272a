import { expect } from 'chai'
import { keyActors, keyActs, keyOutcome, keyStates, type KeyActName, type KeyState } from '../../../src/domain/key-life-cycle.ts'
import type { ActorName } from '../support/actors.ts'
import { reason } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { codeOf } from './code-of.ts'
import { argumentsOf, overlapEnds, reach, stateOf, transitionWorld } from './key-acts.ts'
import { act, type LifeWorld } from './world.ts'

const { loadFixture, takeSnapshot } = networkHelpers
const names = Object.keys(keyActs) as KeyActName[]

async function perform(world: LifeWorld, name: KeyActName, state: KeyState): Promise<readonly unknown[]> {
  const { call } = keyActs[name]
  if (call === null) {
    await overlapEnds()
    return []
  }
  const [actor, ...args] = (await argumentsOf(world, state))[name]
  return act(world, actor, call, ...args)
}

/** Tries every act on the key, from the same state each time. */
async function tryAll(world: LifeWorld, state: KeyState, inactiveLot = false): Promise<void> {
  const id = world.spares[0]!.id
  expect(await stateOf(world)).to.deep.equal(state)
  const [word, owner] = [await world.keys.keyWord(id), (await world.keys.key(id)).ownerId]
  for (const name of names) {
    const wanted = keyOutcome(state, name, inactiveLot)
    const snapshot = await takeSnapshot()
    if (typeof wanted === 'object' && 'code' in wanted) {
      expect(await codeOf(perform(world, name, state)), name).to.equal(wanted.code)
      expect(await world.keys.keyWord(id), name).to.equal(word)
    } else {
      const events = await perform(world, name, state)
      expect(await stateOf(world), name).to.deep.equal(wanted === 'nothing' ? state : wanted.state)
      expect(events.length > 0, name).to.equal(wanted !== 'nothing' && keyActs[name].call !== null)
      const changesHands = wanted !== 'nothing' && 'changesHands' in keyActs[name]
      expect((await world.keys.key(id)).ownerId !== owner, name).to.equal(changesHands)
    }
    await snapshot.restore()
  }
}

const words = ({ standing, place, rotated }: KeyState) => `${standing}, ${place}${rotated ? ', with a successor' : ''}`

describe('every act on a key', () => {
  for (const state of keyStates) {
    it(`that is ${words(state)}`, async () => {
      const world = await loadFixture(transitionWorld)
      await reach(world, state)
      await tryAll(world, state)
    })
  }

  const why = reason('keyCompromise')
  const suspensions: readonly (readonly [ActorName, string, ...unknown[]])[] = [
    ['chipMaker', 'reportLot', why],
    ['oem', 'suspendLot', why],
    ['oem', 'revokeLot', why],
    ['oem', 'retireLot'],
  ]
  for (const [actor, name, ...rest] of suspensions) {
    for (const place of ['held', 'offered'] as const) {
      it(`that is ${place} and follows a lot after ${name}`, async () => {
        const world = await loadFixture(transitionWorld)
        const state = { standing: 'active', place, rotated: false } as const
        await reach(world, state)
        await act(world, actor, name, world.spareLot, ...rest)
        await tryAll(world, state, true)
      })
    }
  }
})

describe('who may act on a key', () => {
  const entities: readonly ActorName[] = ['oem', 'chipMaker', 'distributor', 'installer', 'utility']
  const staff: readonly ActorName[] = ['programmeManager', 'regulator', 'board']
  const entitled: Record<Exclude<keyof typeof keyActors, 'time'>, readonly ActorName[]> = {
    owner: ['oem'],
    owner_or_installer: ['oem', 'installer'],
    receiver: ['distributor'],
    owner_or_receiver: ['oem', 'distributor'],
    registrant: ['oem', 'chipMaker'],
    process_owner: ['chipMaker'],
    programme_manager: ['programmeManager'],
    regulator: ['regulator'],
    board: ['board'],
  }
  for (const name of names) {
    const { call, by } = keyActs[name]
    if (by === 'time') continue
    it(`${name}: ${by.replaceAll('_', ' ')} alone`, async () => {
      const state = keyStates.find((each) => typeof keyOutcome(each, name) === 'object' && 'state' in (keyOutcome(each, name) as object))!
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
        const isUnknown = staff.includes(actor) && keyActors[by] !== 'role_missing'
        const otherwise = isUnknown ? 'account_unknown' : keyActors[by]
        expect(code, actor).to.equal(entitled[by].includes(actor) ? null : otherwise)
      }
    })
  }
})
