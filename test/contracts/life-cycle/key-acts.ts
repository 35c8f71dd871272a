import { fromCode, statuses } from '../../../src/domain/enumerations.ts'
import { keyStandings, type KeyActName, type KeyState } from '../../../src/domain/key-life-cycle.ts'
import type { ActorName } from '../support/actors.ts'
import { reason } from '../support/inputs.ts'
import { networkHelpers } from '../support/network.ts'
import { day } from '../support/world.ts'
import { act, lifeWorld, signature, tomorrow, type LifeWorld } from './world.ts'

const { time } = networkHelpers
const why = reason('keyCompromise')

/** The key to which everything happens is the first spare. The third of the OEM's keys is installed; the other OEM takes what it offers. */
export async function transitionWorld(): Promise<LifeWorld> {
  const world = await lifeWorld()
  await act(world, 'oem', 'installKeys', [world.oemKeys[2]])
  await act(world, 'otherOem', 'acceptInAdvance', world.actors.oem, true)
  return world
}

/** Brings the key into the state. */
export async function reach(world: LifeWorld, { standing, place, rotated }: KeyState): Promise<void> {
  const { actors, spares } = world
  const ids = [spares[0]!.id]
  if (place === 'installed') await act(world, 'oem', 'installKeys', ids)
  if (rotated) await act(world, 'oem', 'rotateKey', ids[0], spares[1]!.id, 300 * day, spares[1]!.publicKey, signature)
  if (place === 'offered') await act(world, 'oem', 'offerKeys', ids, actors.distributor, (await time.latest()) + 300 * day)
  const steps: Partial<Record<KeyState['standing'], readonly [ActorName, string, ...unknown[]]>> = {
    suspended_by_owner: ['oem', 'suspendKeys', ids, why],
    suspended_by_process_owner: ['chipMaker', 'reportKeys', ids, why],
    suspended_by_programme_manager: ['programmeManager', 'suspendKeysAsProgrammeManager', ids, why],
    suspended_by_regulator: ['regulator', 'suspendKeysAsRegulator', ids, why],
    revoked: ['oem', 'revokeKeys', ids, why],
    eol: ['oem', 'retireKeys', ids],
    void: ['board', 'voidKeys', ids, why],
  }
  const step = steps[standing]
  if (step !== undefined) await act(world, ...step)
  if (standing === 'superseded') await overlapEnds()
}

export async function overlapEnds(): Promise<void> {
  await time.increase(301 * day)
}

/** The state of the key as the chain tells it. */
export async function stateOf({ keys, spares }: LifeWorld): Promise<KeyState> {
  const id = spares[0]!.id
  const key = await keys.key(id)
  const [, supersededAt] = await keys.successorOf(id)
  const status = fromCode(statuses, Number(key.status))!
  const standing = status === 'suspended' ? keyStandings[Number(key.statusBy)]! : status
  return { standing, place: key.isOffered ? 'offered' : key.installedAt === 0n ? 'held' : 'installed', rotated: supersededAt !== 0n }
}

/** Who acts, where the key is as `state` says, and with which arguments. */
export async function argumentsOf(world: LifeWorld, state: KeyState): Promise<Record<KeyActName, readonly [ActorName, ...unknown[]]>> {
  const { actors, spares, oemKeys, processId } = world
  const { id, publicKey } = spares[0]!
  const ids = [id]
  // there is no other than the first
  const offer = state.place === 'offered' ? 1 : 9
  return {
    suspend: ['oem', ids, why],
    reinstate: ['oem', ids],
    revoke: ['oem', ids, why],
    retire: ['oem', ids],
    report: ['chipMaker', ids, why],
    withdraw_report: ['chipMaker', ids],
    suspend_as_programme_manager: ['programmeManager', ids, why],
    reinstate_as_programme_manager: ['programmeManager', ids],
    suspend_as_regulator: ['regulator', ids, why],
    reinstate_as_regulator: ['regulator', ids],
    reinstate_by_motion: ['board', ids],
    void_by_motion: ['board', ids, why],
    register_again: ['oem', processId, 0, ids],
    offer: ['oem', ids, actors.secondLab, await tomorrow()],
    offer_accepted_in_advance: ['oem', ids, actors.otherOem, await tomorrow()],
    accept: ['distributor', offer, ids],
    withdraw_or_decline: ['oem', offer, ids],
    move_by_motion: ['board', actors.oem, actors.secondLab, ids],
    install: ['oem', ids],
    return: ['oem', ids, 1],
    replace: ['oem', id, oemKeys[1]],
    install_as_replacement: ['oem', oemKeys[2], id],
    rotate: ['oem', id, spares[2]!.id, 300 * day, spares[2]!.publicKey, signature],
    succeed: ['oem', oemKeys[0], id, 0, publicKey, signature],
    overlap_ends: ['oem'],
  }
}
