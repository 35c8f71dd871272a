import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { setAssessmentState, type AssessmentChange } from '../../src/chain/calls/assessment-calls.ts'
import type { ContractCall } from '../../src/chain/calls/contract-call.ts'
import { strikeOff } from '../../src/chain/calls/entity-calls.ts'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setLotState } from '../../src/chain/calls/lot-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import { effectiveStatus } from '../../src/domain/effective-status.ts'
import { toSeconds } from '../../src/domain/fields.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { AssessmentRecord, KeyInfo } from '../../src/domain/records.ts'
import { assessProcess, secureElement } from '../../scripts/demo/assess-process.ts'
import type { ActorName } from '../../scripts/demo/cast.ts'
import { deployWorld, type World } from '../support/world.ts'

type Place = { keyId: `0x${string}`; lot: string; process: string; assessments: readonly [string, string] }
type Actor = ActorName | 'board'
type Act = { actor: Actor; call: (world: World, place: Place) => ContractCall }

const supervisors = ['programme_manager', 'regulator'] as const
const act = (actor: Actor, call: (contracts: World['deployment']['contracts'], place: Place) => ContractCall): Act => ({
  actor,
  call: (world, place) => call(world.deployment.contracts, place),
})

const keyActs = [
  ...(['active', 'suspended', 'revoked', 'eol'] as const).map((status) =>
    act('chip_maker', (contracts, { keyId }) => setKeyStatus(contracts, 'owner', [keyId], status, 'affiliationChanged')),
  ),
  ...supervisors.flatMap((as) =>
    (['active', 'suspended'] as const).map((status) =>
      act(as, (contracts, { keyId }) => setKeyStatus(contracts, as, [keyId], status, 'keyCompromise')),
    ),
  ),
  act('board', (contracts, { keyId }) => setKeyStatus(contracts, 'board', [keyId], 'void', 'unspecified')),
]
const lotAndProcessActs = supervisors.flatMap((as) =>
  (['active', 'suspended'] as const).flatMap((state) => [
    act(as, (contracts, { lot }) => setLotState(contracts, as, lot, state, 'unspecified')),
    act(as, (contracts, { process }) => setProcessState(contracts, as, process, state, 'unspecified')),
  ]),
)
const assessmentActs = ([0, 1] as const).flatMap((index) => [
  ...supervisors.flatMap((as) =>
    (['suspended', 'reinstated'] as const).map((change: AssessmentChange) =>
      act(as, (contracts, { assessments }) => setAssessmentState(contracts, as, assessments[index], change, 'unspecified')),
    ),
  ),
  act('board', (contracts, { assessments }) => setAssessmentState(contracts, 'board', assessments[index], 'withdrawn', 'unspecified')),
])
const revokeProcess = act('board', (contracts, { process }) => setProcessState(contracts, 'board', process, 'revoked', 'keyCompromise'))
const acts = [...keyActs, ...lotAndProcessActs, ...assessmentActs, revokeProcess]

/** What the one rule in src/domain makes of the records that the contract gave. */
function expected(info: KeyInfo) {
  const struckOff = (assessor: string) => info.assessors.find(({ entity_id }) => entity_id === assessor)?.struck_off_since ?? null
  const series = (assessment: AssessmentRecord) => {
    const since = struckOff(assessment.assessor_id)
    const completion_date = toSeconds(assessment.completion_date)
    return { state: assessment.state, completion_date, assessor_struck_off_since: since === null ? null : toSeconds(since) }
  }
  const { key, lot, process, superseded_at } = info
  const facts = {
    key: {
      status: key.status,
      reason: key.status_reason,
      since: toSeconds(key.status_since),
      superseded_at: superseded_at === null ? null : toSeconds(superseded_at),
      follows_lot: key.follows_lot,
    },
    lot: { state: lot.state, since: toSeconds(lot.state_since) },
    lot_owner: { state: lot.owner_state, since: toSeconds(lot.owner_state_since) },
    process: { state: process.state, since: toSeconds(process.state_since) },
    key_generation: series(info.key_generation),
    key_protection: series(info.key_protection),
  }
  return effectiveStatus(facts, toSeconds(info.as_of.time))
}

describe('the effective status', () => {
  let world: World
  let counter = 0
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  async function newPlace(): Promise<Place> {
    const keyId = `0x${createHash('sha256').update(`key ${counter++}`).digest('hex')}` as const
    const process = await assessProcess(world.act, world.deployment.contracts, 'chip_maker', secureElement)
    const lot = await world.registerKeys('chip_maker', process.process_id, [keyId])
    return { keyId, lot, process: process.process_id, assessments: [process.key_generation_id, process.key_protection_id] }
  }

  async function agree(keyId: Place['keyId']): Promise<string> {
    const info = (await readKeyInfo(world.registry, keyId)) as KeyInfo
    expect({ status: info.effective_status, reason: info.effective_reason }).to.deep.equal(expected(info))
    return `${info.effective_status} ${info.effective_reason}`
  }

  it('is the same on chain and in src/domain, after every step of random histories', async function () {
    this.timeout(120_000)
    const seen = new Set<string>()
    const history = array(constantFrom(...acts), { minLength: 1, maxLength: 12 })
    await assert(
      asyncProperty(history, async (steps) => {
        const place = await newPlace()
        for (const { actor, call } of steps) {
          // what the contract refuses changes nothing
          await world.act(actor, call(world, place)).catch((error: unknown) => {
            if (!(error instanceof Problem)) throw error
          })
          seen.add(await agree(place.keyId))
        }
      }),
      { numRuns: 25, seed: 20261121 },
    )
    expect(seen.size, [...seen].join(', ')).to.be.greaterThan(9)
  })

  it('follows when an assessor is struck off, and takes back nothing that was completed before', async () => {
    const { contracts } = world.deployment
    const place = await newPlace()
    await world.act('board', strikeOff(contracts, world.actors.assessor.account, '2026-06-01T00:00:00Z'))
    expect(await agree(place.keyId)).to.equal('active null')
    await world.act('board', strikeOff(contracts, world.actors.assessor.account, '2026-01-01T00:00:00Z'))
    expect(await agree(place.keyId)).to.equal('suspended assessor_struck_off')
  })
})
