import { expect } from 'chai'
import { statuses, toCode, type Status } from '../../src/domain/enumerations.ts'
import type { ActorName } from './support/actors.ts'
import { keyIds, reason } from './support/inputs.ts'
import { networkHelpers } from './support/network.ts'
import { refusalOf } from './support/refusal.ts'
import { keyedWorld, type KeyedWorld } from './support/world.ts'

const { loadFixture } = networkHelpers
const why = reason('keyCompromise')

type Act = { readonly name: keyof typeof acts }
type State = { readonly status: Status; readonly rank: number }

/** Every act on keys: whose it is, in rising rank, and to which status it leads. The OEM owns the keys, the chip maker their process. */
const acts = {
  suspendKeys: { actor: 'oem', rank: 1, to: 'suspended' },
  reinstateKeys: { actor: 'oem', rank: 1, to: 'active' },
  revokeKeys: { actor: 'oem', rank: 1, to: 'revoked' },
  retireKeys: { actor: 'oem', rank: 1, to: 'eol' },
  reportKeys: { actor: 'chipMaker', rank: 2, to: 'suspended' },
  withdrawReport: { actor: 'chipMaker', rank: 2, to: 'active' },
  suspendKeysAsProgrammeManager: { actor: 'programmeManager', rank: 3, to: 'suspended' },
  reinstateKeysAsProgrammeManager: { actor: 'programmeManager', rank: 3, to: 'active' },
  suspendKeysAsRegulator: { actor: 'regulator', rank: 4, to: 'suspended' },
  reinstateKeysAsRegulator: { actor: 'regulator', rank: 4, to: 'active' },
  voidKeys: { actor: 'board', rank: 5, to: 'void' },
} as const satisfies Record<string, { actor: ActorName; rank: number; to: Status }>
const names = Object.keys(acts) as Act['name'][]

/** How each state is reached. */
const states: readonly (State & { readonly path: readonly Act['name'][] })[] = [
  { status: 'active', rank: 0, path: [] },
  { status: 'active', rank: 4, path: ['suspendKeys', 'reinstateKeysAsRegulator'] },
  { status: 'suspended', rank: 1, path: ['suspendKeys'] },
  { status: 'suspended', rank: 2, path: ['reportKeys'] },
  { status: 'suspended', rank: 3, path: ['suspendKeysAsProgrammeManager'] },
  { status: 'suspended', rank: 4, path: ['suspendKeysAsRegulator'] },
  { status: 'revoked', rank: 1, path: ['revokeKeys'] },
  { status: 'eol', rank: 1, path: ['suspendKeysAsRegulator', 'retireKeys'] },
  { status: 'void', rank: 5, path: ['voidKeys'] },
]

/** What becomes of a key in `state`: a new state, null for none, or the name of an error. */
function outcome(state: State, name: Act['name']): State | null | string {
  const { rank, to } = acts[name]
  if (state.status === to && (state.rank === rank || to !== 'suspended')) return null
  if (to === 'void') return { status: to, rank }
  if (!['active', 'suspended'].includes(state.status)) return 'KeyRegistryStatusFinal'
  const isTooLow = state.status === 'suspended' && state.rank > rank
  if (isTooLow && (to === 'active' || to === 'suspended')) return 'KeyRegistryRankTooLow'
  return { status: to, rank }
}

function perform(world: KeyedWorld, name: Act['name'], ids: string[]) {
  const keys = world.keys.connect(world.actors[acts[name].actor])
  const takesReason = keys.getFunction(name).fragment.inputs.length === 2
  return keys.getFunction(name)(...(takesReason ? [ids, why] : [ids]))
}

describe('status of a key', () => {
  for (const { path, ...state } of states) {
    for (const name of names) {
      const wanted = outcome(state, name)
      const words = wanted === null ? 'changes nothing' : typeof wanted === 'string' ? `is refused: ${wanted}` : `makes it ${wanted.status}`
      it(`${state.status} by ${state.rank}: ${name} ${words}`, async () => {
        const world = await loadFixture(keyedWorld)
        const id = world.oemKeys[0]!
        for (const step of path) await perform(world, step, [id])
        if (typeof wanted === 'string') {
          const refusal = await refusalOf(perform(world, name, [id]))
          expect([refusal?.name, refusal?.args[0]]).to.deep.equal([wanted, id])
          return
        }
        const before = await world.keys.key(id)
        const receipt = await (await perform(world, name, [id])).wait()
        const after = await world.keys.key(id)
        if (wanted === null) {
          expect(receipt?.logs).to.deep.equal([])
          expect(after).to.deep.equal(before)
          return
        }
        const code = toCode(statuses, wanted.status)
        expect([after.status, after.statusBy]).to.deep.equal([BigInt(code), BigInt(wanted.rank)])
        expect(Number(after.statusSince)).to.equal(await networkHelpers.time.latest())
        const given = world.keys.interface.parseLog(receipt!.logs[0])!
        expect([given.name, ...given.args]).to.deep.equal(['KeyStatusChanged', id, after.status, after.statusBy, after.statusReason])
      })
    }
  }

  it('keeps what it is not about: lot, time of registration, and that it was void', async () => {
    const world = await loadFixture(keyedWorld)
    const { keys, actors, processId, oemKeys } = world
    const id = oemKeys[0]!
    await perform(world, 'voidKeys', [id])
    await keys.connect(actors.oem).createKeys(processId, 0, [id])
    const before = await keys.key(id)
    for (const name of ['suspendKeysAsRegulator', 'revokeKeys'] as const) await perform(world, name, [id])
    const after = await keys.key(id)
    for (const field of ['lotId', 'processId', 'ownerId', 'registeredAt', 'wasVoid'] as const) expect(after[field]).to.equal(before[field])
  })

  it('needs a reason of RFC 5280', async () => {
    const { keys, actors, oemKeys } = await loadFixture(keyedWorld)
    for (const wrong of [0, 10, 255]) {
      await expect(keys.connect(actors.oem).revokeKeys(oemKeys, wrong))
        .to.be.revertedWithCustomError(keys, 'KeyRegistryReasonUnknown')
        .withArgs(wrong)
    }
  })

  it('is changed for all keys of a call or for none', async () => {
    const world = await loadFixture(keyedWorld)
    const { keys, actors, oemKeys, chipKeys } = world
    await expect(keys.connect(actors.oem).revokeKeys([...oemKeys, chipKeys[0]!], why))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryNotOwner')
      .withArgs(chipKeys[0], actors.oem)
    await expect(keys.connect(actors.oem).revokeKeys([...oemKeys, keyIds(1)[0]!], why)).to.be.revertedWithCustomError(
      keys,
      'KeyRegistryKeyUnknown',
    )
    expect((await keys.key(oemKeys[0]!)).status).to.equal(1)
  })

  it("is reported by the process's owner only where others own the key", async () => {
    const { keys, actors, chipKeys } = await loadFixture(keyedWorld)
    await expect(keys.connect(actors.chipMaker).reportKeys(chipKeys, why))
      .to.be.revertedWithCustomError(keys, 'KeyRegistryKeyOwn')
      .withArgs(chipKeys[0], actors.chipMaker)
  })
})
