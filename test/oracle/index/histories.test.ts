import { createAssessment, linkSeries, setAssessmentState } from '../../../src/chain/calls/assessment-calls.ts'
import { grantRole, revokeRole } from '../../../src/chain/calls/authority-calls.ts'
import type { ContractCall } from '../../../src/chain/calls/contract-call.ts'
import { createKeys, setKeyStatus } from '../../../src/chain/calls/key-calls.ts'
import { acceptController, cancelControllerReplacement, proposeController } from '../../../src/chain/calls/entity-calls.ts'
import { offerKeys, offerLot, acceptOffer, withdrawOffer } from '../../../src/chain/calls/offer-calls.ts'
import { moveLot } from '../../../src/chain/calls/move-calls.ts'
import { createProcess } from '../../../src/chain/calls/process-calls.ts'
import { toTime } from '../../../src/domain/fields.ts'
import { openIndex, type Index } from '../../../src/oracle/index/open-index.ts'
import { details, unprotectedMemory } from '../../../scripts/demo/assess-process.ts'
import type { ActorName } from '../../../scripts/demo/cast.ts'
import { mine } from '../../support/blocks.ts'
import { newRotatingKey, rotate } from '../../support/rotating-key.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deployWorld, type World } from '../../support/world.ts'
import { follow, height, knownOf } from './history/follow.ts'
import { expectSame } from './history/same-as-chain.ts'

/** What random histories seldom come to. */
describe('the index, at every block of a history', () => {
  const folder = temporaryFolder()
  let world: World
  let index: Index
  before(async () => {
    world = await deployWorld()
    index = openIndex(folder.file('index.sqlite'), world.deployment)
  })
  after(async () => {
    index.close()
    await world.close()
    folder.remove()
  })

  const act = (actor: ActorName | 'board', call: ContractCall) => world.act(actor, call)
  const sameSince = async (from: number) => {
    await follow(world, index)
    const head = await height(world)
    await expectSame(index, world.registry, await knownOf(world), head)
    const known = await knownOf(world, from)
    for (let block = from; block <= head; block++) {
      // of a block in which nothing happened, the one before speaks
      if (index.asOf(block).block === block) await expectSame(index, world.registry, known, block, block)
    }
  }

  it('gives a renewal the results of the head as it is when it is approved, which was corrected since it was recorded', async () => {
    const from = await height(world)
    const { contracts } = world.deployment
    const { key_generation_id } = world.processes.secure_element
    const approve = (id: string) =>
      act('programme_manager', setAssessmentState(contracts, 'programme_manager', id, 'approved', 'unspecified'))
    const renewal = { past_assessment_id: key_generation_id, ...details('2026-06-01T00:00:00Z') }
    const renewed = await act('assessor', createAssessment(contracts, { form: 'renewal', input: renewal }))
    const correction = {
      corrects_id: key_generation_id,
      ...details(),
      kind: 'key_generation',
      assessment_result: unprotectedMemory.generation,
    } as const
    const corrected = await act('assessor', createAssessment(contracts, { form: 'correction', input: correction }))
    await approve(corrected.assessment_id!)
    await approve(renewed.assessment_id!)

    await sameSince(from)
  })

  it('counts the owners of the processes that share a series once each', async () => {
    const from = await height(world)
    const { contracts } = world.deployment
    const series = world.processes.secure_element.key_protection_id
    for (const owner of ['oem', 'oem', 'chip_maker', 'component_maker'] as const) {
      const { process_id } = await act(owner, createProcess(contracts, undefined))
      await act('assessor', linkSeries(contracts, process_id!, series))
    }

    await sameSince(from)
  })

  it('follows keys through rotation, void entries and their return under another process', async () => {
    const from = await height(world)
    const { contracts } = world.deployment
    const [one, two, three] = [newRotatingKey(), newRotatingKey(), newRotatingKey()]
    const ids = [one, two, three].map(({ key_id }) => key_id)
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, ids)
    await rotate(world, 'chip_maker', one, two, { overlapSeconds: 60 })
    await rotate(world, 'chip_maker', two, three, { overlapSeconds: 3600 })
    await act('board', setKeyStatus(contracts, 'board', [two.key_id], 'void', 'unspecified'))
    await mine(world.client, 120)
    await act('oem', createKeys(contracts, world.processes.unprotected_memory.process_id, undefined, [two.key_id]))
    await act('board', setKeyStatus(contracts, 'board', [one.key_id], 'void', 'unspecified'))

    await sameSince(from)
  })

  it('tells an offer of a key from that of its lot, which takes the key out of the former owner’s offer', async () => {
    const from = await height(world)
    const { contracts } = world.deployment
    const [one, two] = [newRotatingKey().key_id, newRotatingKey().key_id]
    const lot = await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [one, two])
    const { oem, utility, distributor } = world.actors
    const until = toTime(Math.floor(Date.now() / 1000) + 30 * 86_400)
    const ofKey = await act('chip_maker', offerKeys(contracts, [one], utility.account, until))
    const ofLot = await act('chip_maker', offerLot(contracts, lot, oem.account, until))
    await act('oem', acceptOffer(contracts, { offer_id: ofLot.offer_id!, lot_id: lot, key_ids: [] }))
    const again = await act('oem', offerKeys(contracts, [one, two], distributor.account, until))
    await act('chip_maker', withdrawOffer(contracts, { offer_id: ofKey.offer_id!, lot_id: null, key_ids: [one] }))
    await act('board', moveLot(contracts, lot, utility.account))
    await act('oem', withdrawOffer(contracts, { offer_id: again.offer_id!, lot_id: null, key_ids: [one, two] }))

    await sameSince(from)
  })

  it('knows who acts for an entity after its account was replaced there and back, and who holds the staff roles', async () => {
    const from = await height(world)
    const { contracts } = world.deployment
    const { intruder, utility, registrar } = world.actors
    await act('utility', proposeController(contracts, intruder.account))
    await act('intruder', acceptController(contracts, utility.account))
    await act('oem', proposeController(contracts, `0x${'5a'.repeat(20)}`))
    await act('oem', cancelControllerReplacement(contracts))
    await act('intruder', proposeController(contracts, utility.account))
    await act('utility', acceptController(contracts, utility.account))
    // the last one takes the first one's place, so that the order tells
    for (const account of [intruder.account, utility.account]) await act('board', grantRole(contracts, 'REGISTRAR', account))
    await act('board', revokeRole(contracts, 'REGISTRAR', registrar.account))

    await sameSince(from)
  })
})
