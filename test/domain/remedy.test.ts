import { expect } from 'chai'
import type { KeyInfo } from '../../src/domain/records.ts'
import { remedy, remedyOf } from '../../src/domain/remedy.ts'
import { keyId, keyInfoOf } from '../support/key-info.ts'

const since = '2026-05-01T00:00:00Z'
const keySet = (info: KeyInfo, status: 'suspended' | 'revoked' | 'void', by: KeyInfo['key']['status_by']) => {
  Object.assign(info.key, { status, status_by: by, status_since: since, status_reason: 'keyCompromise' })
  Object.assign(info, { effective_status: status, effective_reason: 'keyCompromise' })
}
const suspended = (info: KeyInfo, effective_reason: KeyInfo['effective_reason']) =>
  Object.assign(info, { effective_status: 'suspended', effective_reason })
const stateOf = (state: 'suspended' | 'revoked' | 'withdrawn', state_by: KeyInfo['lot']['state_by']) => {
  return { state, state_by, state_since: since, state_reason: 'privilegeWithdrawn' }
}
const remedyFor = (change: (info: KeyInfo) => void) => {
  const found = remedyOf(keyInfoOf(change))
  expect(remedy.parse(found)).to.deep.equal(found)
  return found
}
const higher = ['regulator', 'motion']

describe('what the owner of a key can do where it is not active', () => {
  it('is nothing where it is active', () => expect(remedyOf(keyInfoOf())).to.equal(null))

  it('says who set it, when and why, who takes it back, and how to appeal', () => {
    expect(remedyFor((info) => keySet(info, 'suspended', 'regulator'))).to.deep.include({
      on: 'key',
      id: keyId,
      by: 'regulator',
      since,
      because: 'keyCompromise',
      is_final: false,
      reinstated_by: higher,
      appeal: `derkey motion propose reinstate-keys ${keyId}`,
    })
  })

  const rows: readonly [string, (info: KeyInfo) => void, object][] = [
    ['what the owner suspended itself takes no appeal', (info) => keySet(info, 'suspended', 'owner'), { by: 'owner', appeal: null }],
    ['revoked is final', (info) => keySet(info, 'revoked', 'owner'), { is_final: true, reinstated_by: [], appeal: null }],
    [
      'a supervisor suspended its lot',
      (info) => suspended(Object.assign(info, { lot: { ...info.lot, ...stateOf('suspended', 'regulator') } }), 'lot_suspended'),
      { on: 'lot', id: '1', by: 'regulator', because: 'privilegeWithdrawn', appeal: 'derkey motion propose reinstate-lot 1' },
    ],
    [
      'its lot’s owner suspended the lot',
      (info) =>
        suspended(Object.assign(info, { lot: { ...info.lot, owner_state: 'suspended', owner_state_since: since } }), 'lot_suspended'),
      { on: 'lot', by: 'owner', since, reinstated_by: ['owner'], appeal: null },
    ],
    [
      'its process is suspended',
      (info) => suspended(Object.assign(info, { process: { ...info.process, ...stateOf('suspended', 'regulator') } }), 'process_suspended'),
      { on: 'process', by: 'regulator', reinstated_by: higher, appeal: 'derkey motion propose reinstate-process 1' },
    ],
    [
      'an assessment is suspended',
      (info) => {
        Object.assign(info.key_protection, stateOf('suspended', 'programme_manager'))
        suspended(info, 'assessment_suspended')
      },
      {
        on: 'assessment',
        id: '2',
        reinstated_by: ['programme_manager', ...higher],
        appeal: 'derkey motion propose reinstate-assessment 2',
      },
    ],
    [
      'an assessment is withdrawn',
      (info) => {
        Object.assign(info.key_generation, stateOf('withdrawn', 'motion'))
        suspended(info, 'assessment_withdrawn')
      },
      { on: 'assessment', id: '1', by: 'motion', reinstated_by: [], appeal: null, is_final: false },
    ],
    [
      'its assessor is struck off',
      (info) => {
        Object.assign(info.assessors[0] ?? {}, { struck_off_since: since })
        suspended(info, 'assessor_struck_off')
      },
      { on: 'assessor', by: 'motion', since, appeal: null },
    ],
    [
      'it was rotated',
      (info) =>
        Object.assign(info, {
          effective_status: 'superseded',
          effective_reason: 'superseded',
          superseded_at: since,
          successor_id: `0x${'66'.repeat(32)}`,
        }),
      { on: 'key', by: 'owner', since, is_final: true, what_to_do: `The key was rotated: go on with its successor, 0x${'66'.repeat(32)}.` },
    ],
    [
      'its process is revoked',
      (info) => {
        Object.assign(info.process, stateOf('revoked', 'motion'))
        Object.assign(info, { effective_status: 'revoked', effective_reason: 'process_revoked' })
      },
      { on: 'process', by: 'motion', is_final: true, reinstated_by: [], appeal: null },
    ],
  ]
  for (const [what, change, wanted] of rows) it(what, () => expect(remedyFor(change)).to.deep.include(wanted))
})
