import { expect } from 'chai'
import type { BaseContract } from 'ethers'
import { roleIds } from '../../../src/chain/powers.ts'
import { networkHelpers } from '../support/network.ts'
import { refusalOf, type Refusal } from '../support/refusal.ts'
import { accessActorNames, type AccessActor } from './actors.ts'
import { assessmentRows } from './assessment-rows.ts'
import { authorityRows, recordContractRows } from './authority-rows.ts'
import { boardRows } from './board-rows.ts'
import { documentRows } from './document-rows.ts'
import { entityRows } from './entity-rows.ts'
import { governorRows } from './governor-rows.ts'
import { keyRows } from './key-rows.ts'
import { lifeCycleRows } from './life-cycle-rows.ts'
import { processRows } from './process-rows.ts'
import { contractKeys, controllers, type Row } from './row.ts'
import { sampleRows } from './sample-rows.ts'
import { timelockRows } from './timelock-rows.ts'
import { validatorRows } from './validator-rows.ts'
import { accessWorld, type AccessWorld } from './world.ts'

const { loadFixture } = networkHelpers
const rows = [
  ...authorityRows,
  ...validatorRows,
  ...boardRows,
  ...governorRows,
  ...timelockRows,
  ...recordContractRows,
  ...documentRows,
  ...entityRows,
  ...processRows,
  ...assessmentRows,
  ...keyRows,
  ...lifeCycleRows,
  ...sampleRows,
]

/** What the chain says to the call, without making it. */
function attempt(world: AccessWorld, row: Row, actor: AccessActor): Promise<Refusal | null> {
  const contract = world[row.contract].connect(world.actors[actor]) as BaseContract
  return refusalOf(contract.getFunction(row.name).staticCall(...row.args(world, actor)))
}

/** Which entity's controller answers for the actor. */
function principal(actor: AccessActor): AccessActor {
  return actor === 'oemLine' ? 'oem' : actor
}

describe('access', () => {
  for (const contract of contractKeys) {
    it(`has a row for every function of ${contract} that changes something`, async () => {
      const fragments = (await loadFixture(accessWorld))[contract].interface.fragments
      const names = fragments.flatMap((each) =>
        each.type === 'function' && !['view', 'pure'].includes((each as unknown as { stateMutability: string }).stateMutability)
          ? [(each as unknown as { name: string }).name]
          : [],
      )
      const expected = rows.flatMap((row) => (row.contract === contract ? [row.name] : []))
      expect([...new Set(expected)].sort()).to.deep.equal(names.filter((name) => name !== 'multicall').sort())
    })
  }

  for (const row of rows) {
    describe(`${row.contract}.${row.name}`, () => {
      it(`is for ${row.allowed.join(', ') || 'nobody'} alone`, async () => {
        const world = await loadFixture(accessWorld)
        for (const actor of accessActorNames) {
          const refusal = await attempt(world, row, actor)
          const wanted = row.allowed.includes(actor) ? undefined : row.refusal(actor)
          expect(refusal?.name, actor).to.equal(wanted)
          if (wanted !== undefined && row.role !== undefined) {
            expect([...refusal!.args], actor).to.deep.equal([world.actors[actor].address, roleIds[row.role]])
          }
        }
      })

      if (row.actsFor !== undefined) {
        it('is refused to an entity that is suspended', async () => {
          const world = await loadFixture(accessWorld)
          for (const actor of controllers) await world.entities.connect(world.actors.registrar).suspend(world.actors[actor])
          for (const actor of row.allowed) {
            const refusal = await attempt(world, row, actor)
            expect(refusal?.name, actor).to.equal('EntityRegistryEntitySuspended')
            expect(refusal!.args[0], actor).to.equal(world.actors[principal(actor)].address)
          }
        })
      }

      if (row.actsFor === 'assessor') {
        it('is refused to an assessor that was struck off, and to one whose accreditation ended', async () => {
          const world = await loadFixture(accessWorld)
          const struckOff = row.allowed[0]!
          await world.entities.connect(world.actors.ordinaryMotion).strikeOff(world.actors[struckOff], world.completed + 1)
          expect((await attempt(world, row, struckOff))?.name).to.equal('EntityRegistryStruckOff')
          await networkHelpers.time.increase(400 * 86_400)
          expect((await attempt(world, row, 'secondLab'))?.name).to.equal('EntityRegistryNotAccredited')
        })
      }
    })
  }
})
