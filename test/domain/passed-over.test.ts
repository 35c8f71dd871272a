import { expect } from 'chai'
import { passedOver, type KeyActor } from '../../src/domain/passed-over.ts'
import type { Authority, Status } from '../../src/domain/enumerations.ts'
import { keyInfoOf } from '../support/key-info.ts'

const owner = keyInfoOf().key.owner_id
const stranger = `0x${'77'.repeat(20)}`
const keyOf = (status: Status, status_by: Authority | null = null) => ({ ...keyInfoOf().key, status, status_by })
const actor = (as: Authority, entityId: string | null = owner, ...processes: string[]): KeyActor => ({
  as,
  entityId,
  processes: new Set(processes),
})

describe('what is passed over when many keys are acted on', () => {
  const rows = [
    ['an active key that its owner suspends', keyOf('active'), 'suspended', actor('owner'), undefined],
    ['one that its owner suspended already', keyOf('suspended', 'owner'), 'suspended', actor('owner'), 'done'],
    ['one that the regulator suspended', keyOf('suspended', 'regulator'), 'suspended', actor('owner'), 'higher_authority'],
    ['one that its owner suspended, by the regulator', keyOf('suspended', 'owner'), 'suspended', actor('regulator', null), undefined],
    ['an active key that is reinstated', keyOf('active'), 'active', actor('owner'), 'done'],
    ['a suspended one that is reinstated', keyOf('suspended', 'owner'), 'active', actor('owner'), undefined],
    ['the regulator’s suspension, by the owner', keyOf('suspended', 'regulator'), 'active', actor('owner'), 'higher_authority'],
    ['a revoked key that is revoked', keyOf('revoked', 'owner'), 'revoked', actor('owner'), 'done'],
    ['a retired key that is revoked', keyOf('eol', 'owner'), 'revoked', actor('owner'), 'final'],
    ['a suspended key that is revoked', keyOf('suspended', 'regulator'), 'revoked', actor('owner'), undefined],
    ['a key of somebody else', keyOf('active'), 'revoked', actor('owner', stranger), 'other_owner'],
    ['a key of another process that is reported', keyOf('active'), 'suspended', actor('process_owner', stranger), 'other_process'],
    ['a key of one’s own that is reported', keyOf('active'), 'suspended', actor('process_owner', owner, '1'), 'own'],
    [
      'one’s own report of a key that came back',
      keyOf('suspended', 'process_owner'),
      'active',
      actor('process_owner', owner, '1'),
      undefined,
    ],
    ['a key of one’s process that is reported', keyOf('active'), 'suspended', actor('process_owner', stranger, '1'), undefined],
  ] as const
  for (const [what, key, status, who, cause] of rows) {
    it(`${what}: ${cause ?? 'changes'}`, () => expect(passedOver(key, status, who)).to.equal(cause))
  }
})
