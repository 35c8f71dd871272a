import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  changeSeatsDraft,
  replaceGovernanceDraft,
  replaceSeatAccountDraft,
  setHomeCountriesDraft,
  setThresholdDraft,
  setValidatorSetDraft,
  upgradeDraft,
} from '../../scripts/motions/board-drafts.ts'
import { capsOf } from '../../scripts/motions/caps.ts'
import {
  dismissNodeDraft,
  recordFactsDraft,
  replaceNodesDraft,
  setBreachTermDraft,
  setOperatorAccountDraft,
  setSegmentsDraft,
} from '../../scripts/motions/node-drafts.ts'
import { moveKeysDraft, moveLotDraft, reinstateKeysDraft, reinstateLotDraft } from '../../scripts/motions/key-drafts.ts'
import type { Draft } from '../../scripts/motions/propose-draft.ts'
import {
  accreditDraft,
  appointDraft,
  dismissDraft,
  registerDocumentDraft,
  reinstateAssessmentDraft,
  reinstateProcessDraft,
  revokeProcessDraft,
  strikeOffDraft,
  voidKeysDraft,
  withdrawAssessmentDraft,
  withdrawDocumentDraft,
} from '../../scripts/motions/record-drafts.ts'
import { setValidityDraft } from '../../scripts/motions/validity-draft.ts'
import { grantRole } from '../../src/chain/calls/authority-calls.ts'
import type { Contracts } from '../../src/chain/calls/contract-call.ts'
import { decodeCall } from '../../src/chain/motions/decode-call.ts'
import { kindOfCalls } from '../../src/chain/motions/kind-of-calls.ts'
import { tryCalls } from '../../src/chain/motions/try-calls.ts'
import type { MotionKind } from '../../src/domain/motions/motion-record.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { problemOf } from '../support/problem-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

const stranger = `0x${'31'.repeat(20)}`
const keyId = `0x${'51'.repeat(32)}` as const

describe('a template of a motion', () => {
  const folder = temporaryFolder()
  let world: World
  before(async () => {
    world = await deployWorld()
    await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [keyId])
  })
  after(async () => {
    await world.close()
    folder.remove()
  })

  const assessor = () => world.actors.assessor.account
  const maker = () => world.actors.chip_maker.account
  const seated = () => world.consortium.seats[0]?.entity_id ?? ''
  const validator = () => world.client.readContract({ ...validatorSet(), functionName: 'getValidators' }).then(([first = '']) => first)
  const validatorSet = () =>
    ({
      address: world.deployment.contracts.ValidatorSet.address,
      abi: [{ type: 'function', name: 'getValidators', stateMutability: 'view', inputs: [], outputs: [{ type: 'address[]' }] }],
    }) as const
  const file = (name: string, content: unknown) => {
    writeFileSync(folder.file(name), typeof content === 'string' ? content : JSON.stringify(content))
    return folder.file(name)
  }

  type Case = readonly [string, MotionKind, (contracts: Contracts) => Draft | Promise<Draft>]
  const accepted: readonly Case[] = [
    ['accredit', 'ordinary', (contracts) => accreditDraft(contracts, assessor(), '2038-01-01T00:00:00Z')],
    ['strike-off', 'ordinary', (contracts) => strikeOffDraft(contracts, assessor(), '2026-01-01T00:00:00Z')],
    ['appoint', 'ordinary', (contracts) => appointDraft(contracts, 'registrar', stranger)],
    ['dismiss', 'ordinary', (contracts) => dismissDraft(contracts, 'regulator', world.actors.regulator.account)],
    ['revoke-process', 'ordinary', (contracts) => revokeProcessDraft(contracts, world.processes.secure_element.process_id, 'unspecified')],
    [
      'withdraw-assessment',
      'ordinary',
      (contracts) => withdrawAssessmentDraft(contracts, world.processes.secure_element.key_generation_id, 'unspecified'),
    ],
    ['reinstate-process', 'ordinary', (contracts) => reinstateProcessDraft(contracts, world.processes.secure_element.process_id)],
    [
      'reinstate-assessment',
      'ordinary',
      (contracts) => reinstateAssessmentDraft(contracts, world.processes.secure_element.key_generation_id),
    ],
    ['set-validity', 'ordinary', (contracts) => setValidityDraft(contracts, { days: '730', grace_days: '90' })],
    ['move-keys', 'ordinary', (contracts) => moveKeysDraft(contracts, [keyId], maker(), world.actors.oem.account)],
    ['move-lot', 'ordinary', (contracts) => moveLotDraft(contracts, '1', world.actors.oem.account)],
    ['reinstate-keys', 'ordinary', (contracts) => reinstateKeysDraft(contracts, [keyId])],
    ['reinstate-lot', 'ordinary', (contracts) => reinstateLotDraft(contracts, '1')],
    ['void-keys', 'ordinary', (contracts) => voidKeysDraft(contracts, [keyId], 'unspecified')],
    [
      'register-document',
      'ordinary',
      (contracts) => registerDocumentDraft(contracts, file('bylaws', 'We\n'), { kind: 'bylaws', title: 'Bylaws', version: '2' }),
    ],
    ['withdraw-document', 'ordinary', (contracts) => withdrawDocumentDraft(contracts, world.consortium.documents[0]?.sha256 ?? '')],
    ['record-node-facts', 'ordinary', async () => recordFactsDraft(world.registry, await validator(), { hosting_country: 'FR' })],
    [
      'record-node-facts that takes a node out of a count',
      'constitution',
      async () => recordFactsDraft(world.registry, await validator(), { group: 'example:other' }),
    ],
    ['set-operator-account', 'constitution', async (contracts) => setOperatorAccountDraft(contracts, await validator(), stranger)],
    ['replace-seat-account', 'constitution', (contracts) => replaceSeatAccountDraft(contracts, seated(), stranger)],
    ['set-threshold', 'constitution', (contracts) => setThresholdDraft(contracts, 'constitution', '3/4')],
    ['set-home-countries', 'constitution', (contracts) => setHomeCountriesDraft(contracts, 'US, DE')],
    ['set-segments', 'constitution', (contracts) => setSegmentsDraft(contracts, [...world.consortium.segments, 'storage'].join(','))],
    ['set-breach-term', 'constitution', (contracts) => setBreachTermDraft(contracts, '60')],
    ['set-validator-set', 'constitution', (contracts) => setValidatorSetDraft(contracts, contracts.ValidatorSet.address)],
    ['upgrade', 'constitution', (contracts) => upgradeDraft(contracts, 'KeyRegistry', contracts.KeyRegistry.implementation ?? '', '0x')],
  ]
  for (const [name, kind, make] of accepted) {
    it(`${name} is a motion of the kind ${kind}, whose calls would be made now`, async () => {
      const { contracts } = world.deployment
      const { calls, words } = await make(contracts)

      expect(words).to.match(/^[A-Z]/)
      expect(kindOfCalls(contracts, calls)).to.equal(kind)
      expect(calls.map((call) => decodeCall(contracts, call).function)).to.not.include(null)
      const refused = await tryCalls(world.registry, { kind, calls, description: '' })
      expect(refused.map((problem) => problem?.message)).to.deep.equal(calls.map(() => undefined))
    })
  }

  const refusedNow: readonly (readonly [...Case, string])[] = [
    [
      'swap-validators with nodes that are not vetted',
      'ordinary',
      async (contracts) => replaceNodesDraft(contracts, 'swap', { leave: await validator(), join: stranger }),
      'node_unknown',
    ],
    [
      'change-validators to fewer than seven',
      'constitution',
      async (contracts) => replaceNodesDraft(contracts, 'change', { leave: await validator() }),
      'node_count_wrong',
    ],
    [
      'dismiss-node of a validator',
      'constitution',
      async (contracts) => dismissNodeDraft(contracts, await validator()),
      'node_state_wrong',
    ],
    ['move-keys of another owner', 'ordinary', (contracts) => moveKeysDraft(contracts, [keyId], assessor(), maker()), 'not_key_owner'],
    ['move-lot to its owner', 'ordinary', (contracts) => moveLotDraft(contracts, '1', maker()), 'offer_to_owner'],
    ['set-home-countries that makes most foreign', 'constitution', (contracts) => setHomeCountriesDraft(contracts, 'DE'), 'cap_broken'],
    ['set-threshold below half', 'constitution', (contracts) => setThresholdDraft(contracts, 'ordinary', '1/3'), 'threshold_invalid'],
    [
      'appoint for one who holds an office',
      'ordinary',
      (contracts) => appointDraft(contracts, 'registrar', world.actors.regulator.account),
      'staff_role_held',
    ],
  ]
  for (const [name, kind, make, code] of refusedNow) {
    it(`${name} is told beforehand: ${code}`, async () => {
      const { contracts } = world.deployment
      const { calls } = await make(contracts)
      expect(kindOfCalls(contracts, calls)).to.equal(kind)
      const [problem] = await tryCalls(world.registry, { kind, calls, description: '' })
      expect(problem?.code).to.equal(code)
    })
  }

  it('is decoded with names for roles, reasons and kinds of documents', async () => {
    const { contracts } = world.deployment
    const document = registerDocumentDraft(contracts, file('rules', 'Rules\n'), { kind: 'security_rules', title: 'Rules', version: '1' })
    const drafts = [appointDraft(contracts, 'registrar', stranger), voidKeysDraft(contracts, [keyId], 'superseded'), document]
    const decoded = drafts.map(({ calls: [call] }) => call && decodeCall(contracts, call).arguments)

    expect(decoded[0]).to.include({ roleId: 'REGISTRAR' })
    expect(decoded[1]).to.include({ reason: 'superseded' })
    expect(decoded[2]?.['details']).to.include({ kind: 'security_rules' })
  })

  it('change-seats takes country and group from the registry, and its caps are counted on the result', async () => {
    const { registry, deployment, actors } = world
    const given = [{ entity_id: actors.oem.account, account: stranger, segment: 'chip_vendor' }]
    const { calls } = await changeSeatsDraft(registry, file('seats.json', { taken: [seated()], given }))
    const caps = await capsOf(
      registry,
      calls.map((call) => decodeCall(deployment.contracts, call)),
    )

    expect(await tryCalls(registry, { kind: 'constitution', calls, description: '' })).to.deep.equal([null])
    expect(caps?.now.seats.segment).to.deep.equal({ count: 2, most: 3, name: 'utility' })
    expect(caps?.after.seats).to.deep.include({ size: 7, segment: { count: 2, most: 3, name: 'chip_vendor' } })
    const refusal = (content: unknown) => problemOf(changeSeatsDraft(registry, file('bad.json', content)))
    expect((await refusal({})).message).to.contain('takes and gives no seat')
    expect(await refusal({ given: [{ ...given[0], segment: 'Chips' }] })).to.include({ field: 'given[0].segment' })
    expect((await refusal({ given: [{ ...given[0], entity_id: stranger }] })).code).to.equal('entity_unknown')
    expect((await refusal('{')).message).to.contain('is no JSON')
  })

  it('replace-governance hands every power on before it takes the last one', async () => {
    const { contracts } = world.deployment
    const [ordinary, constitution] = [contracts.ConstitutionTimelock.address, contracts.OrdinaryTimelock.address]
    const next = { board: contracts.Board.address, ordinary_timelock: ordinary, constitution_timelock: constitution }
    const { calls } = replaceGovernanceDraft(contracts, next)
    const refused = await tryCalls(world.registry, { kind: kindOfCalls(contracts, calls), calls, description: '' })

    expect(calls.map((call) => decodeCall(contracts, call).function)).to.deep.equal([
      'grantRole',
      'grantRole',
      'setGovernance',
      'revokeRole',
      'revokeRole',
    ])
    expect(refused.slice(0, 4)).to.deep.equal([null, null, null, null])
    expect(refused[4]?.message, 'by itself').to.contain('is the last to hold ADMIN')
  })

  it('of a validity names the field that is wrong: no number, too many days, a grace where there is no limit', () => {
    const { contracts } = world.deployment
    for (const [given, field] of [
      [{ days: 'two', grace_days: '0' }, 'days'],
      [{ days: '36526', grace_days: '0' }, 'days'],
      [{ days: '730', grace_days: '-1' }, 'grace_days'],
      [{ days: '0', grace_days: '90' }, 'grace_days'],
    ] as const) {
      expect(() => setValidityDraft(contracts, given))
        .to.throw()
        .with.property('field', field)
    }
    expect(setValidityDraft(contracts, { days: '0', grace_days: '0' }).words).to.equal('Assessments are good without a limit')
  })

  it('of two kinds of call is refused, and the right kind is named', () => {
    const { contracts } = world.deployment
    const [one] = setBreachTermDraft(contracts, '60').calls
    const [other] = appointDraft(contracts, 'registrar', stranger).calls
    const admin = grantRole(contracts, 'BOARD', stranger)
    const refusal = (...args: Parameters<typeof kindOfCalls>) => {
      try {
        return kindOfCalls(...args)
      } catch (error) {
        return (error as Problem).message
      }
    }
    expect(refusal(contracts, [one!, other!])).to.match(/call 1: constitution, call 2: ordinary/)
    expect(refusal(contracts, [other!], 'constitution')).to.equal('this takes a motion of the kind ordinary, not constitution')
    expect(refusal(contracts, [admin])).to.equal('constitution')
    expect(refusal(contracts, [{ to: contracts.Board.address, data: '0x12345678' }])).to.contain('give --kind')
    expect(refusal(contracts, [{ to: contracts.Board.address, data: '0x12345678' }], 'ordinary')).to.equal('ordinary')
  })
})
