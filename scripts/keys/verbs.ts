import type { KeyAuthority } from '../../src/chain/calls/key-calls.ts'
import { readRolesOf } from '../../src/chain/reads/roles.ts'
import type { Acting } from '../registry-command.ts'

/** What is done to the status of keys, and to the state of lots: the same verbs. */
export type KeyVerb = {
  readonly name: string
  readonly ofKeys: string
  readonly ofLots: string
  readonly status: 'active' | 'suspended' | 'revoked' | 'eol'
  /** What became of them. */
  readonly done: string
  readonly as: (acting: Acting) => Promise<Exclude<KeyAuthority, 'registrar' | 'board'>>
}

/** Supervisors use their own functions; everybody else is taken for the owner, and the contract says if that is wrong. */
const supervisorOrOwner: KeyVerb['as'] = async ({ registry, sender }) => {
  const roles = await readRolesOf(registry, sender.address)
  if (roles.includes('PROGRAMME_MANAGER')) return 'programme_manager'
  return roles.includes('REGULATOR') ? 'regulator' : 'owner'
}
const always =
  (authority: 'owner' | 'process_owner'): KeyVerb['as'] =>
  () =>
    Promise.resolve(authority)

export const keyVerbs: readonly KeyVerb[] = [
  {
    name: 'suspend',
    ofKeys: 'suspends keys; by their owner or a supervisor',
    ofLots: 'suspends the keys that follow a lot, by its owner; all its keys, by a supervisor',
    status: 'suspended',
    done: 'suspended',
    as: supervisorOrOwner,
  },
  {
    name: 'reinstate',
    ofKeys: 'takes a suspension back; by the same or a higher authority',
    ofLots: 'takes a suspension back; by its owner what it set, by a supervisor what a supervisor or lower authority set',
    status: 'active',
    done: 'reinstated',
    as: supervisorOrOwner,
  },
  {
    name: 'revoke',
    ofKeys: 'revokes keys; final; by their owner',
    ofLots: 'revokes the keys that follow a lot; final; by its owner',
    status: 'revoked',
    done: 'revoked',
    as: always('owner'),
  },
  {
    name: 'retire',
    ofKeys: 'decommissions keys (eol); final; by their owner',
    ofLots: 'decommissions the keys that follow a lot (eol); final; by its owner',
    status: 'eol',
    done: 'retired',
    as: always('owner'),
  },
  {
    name: 'report',
    ofKeys: 'reports keys that others own as compromised: suspends them; by the process’s owner',
    ofLots: 'reports a lot that others own as compromised: suspends all its keys; by the process’s owner',
    status: 'suspended',
    done: 'reported, and so suspended',
    as: always('process_owner'),
  },
  {
    name: 'withdraw-report',
    ofKeys: 'takes a report back; by the process’s owner',
    ofLots: 'takes a report back; by the process’s owner',
    status: 'active',
    done: 'reported no longer',
    as: always('process_owner'),
  },
]
