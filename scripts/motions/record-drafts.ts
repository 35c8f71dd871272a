import { createHash } from 'node:crypto'
import { setAssessmentState } from '../../src/chain/calls/assessment-calls.ts'
import { grantRole, revokeRole } from '../../src/chain/calls/authority-calls.ts'
import type { Contracts } from '../../src/chain/calls/contract-call.ts'
import { registerDocument, withdrawDocument } from '../../src/chain/calls/document-calls.ts'
import { accredit, strikeOff } from '../../src/chain/calls/entity-calls.ts'
import { keysPerCall, setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { staffRoles } from '../../src/chain/powers.ts'
import type { KeyReason } from '../../src/domain/enumerations.ts'
import { digestField, entityIdField, recordIdField, type Hex } from '../../src/domain/fields.ts'
import { documentInput } from '../../src/domain/inputs/document.ts'
import { accreditInput, strikeOffInput } from '../../src/domain/inputs/entity.ts'
import { parseInput } from '../../src/domain/parse-input.ts'
import { parseArgument } from '../parse-argument.ts'
import { readInputFile } from '../read-input-file.ts'
import type { Draft } from './propose-draft.ts'

const entityOf = (text: string) => parseArgument('entity_id', entityIdField, text)

export function accreditDraft(contracts: Contracts, entityId: string, until: string): Draft {
  const { accredited_until } = parseInput(accreditInput, { accredited_until: until })
  const id = entityOf(entityId)
  return { calls: [accredit(contracts, id, accredited_until)], words: `Accredit ${id} until ${accredited_until}` }
}

export function strikeOffDraft(contracts: Contracts, entityId: string, since: string): Draft {
  const { struck_off_since } = parseInput(strikeOffInput, { struck_off_since: since })
  const id = entityOf(entityId)
  return { calls: [strikeOff(contracts, id, struck_off_since)], words: `Strike ${id} off, since ${struck_off_since}` }
}

export function revokeProcessDraft(contracts: Contracts, processId: string, reason: KeyReason): Draft {
  const id = parseArgument('process_id', recordIdField, processId)
  return { calls: [setProcessState(contracts, 'board', id, 'revoked', reason)], words: `Revoke process ${id}: ${reason}` }
}

/** An appeal against a suspension, whoever suspended it. */
export function reinstateProcessDraft(contracts: Contracts, processId: string): Draft {
  const id = parseArgument('process_id', recordIdField, processId)
  return { calls: [setProcessState(contracts, 'board', id, 'active', 'unspecified')], words: `Reinstate process ${id}` }
}

/** The same of an assessment. */
export function reinstateAssessmentDraft(contracts: Contracts, assessmentId: string): Draft {
  const id = parseArgument('assessment_id', recordIdField, assessmentId)
  return { calls: [setAssessmentState(contracts, 'board', id, 'reinstated', 'unspecified')], words: `Reinstate assessment ${id}` }
}

export function withdrawAssessmentDraft(contracts: Contracts, assessmentId: string, reason: KeyReason): Draft {
  const id = parseArgument('assessment_id', recordIdField, assessmentId)
  return { calls: [setAssessmentState(contracts, 'board', id, 'withdrawn', reason)], words: `Withdraw assessment ${id}: ${reason}` }
}

export function voidKeysDraft(contracts: Contracts, keyIds: readonly Hex[], reason: KeyReason): Draft {
  const calls = []
  for (let start = 0; start < keyIds.length; start += keysPerCall) {
    calls.push(setKeyStatus(contracts, 'board', keyIds.slice(start, start + keysPerCall), 'void', reason))
  }
  const what = keyIds.length === 1 ? `key ${keyIds[0]}` : `${keyIds.length} keys`
  return { calls, words: `Make the entry of ${what} void: ${reason}` }
}

export function registerDocumentDraft(contracts: Contracts, file: string, fields: { kind: string; title: string; version: string }): Draft {
  const sha256 = `0x${createHash('sha256')
    .update(readInputFile(file, 1 << 28))
    .digest('hex')}`
  const document = parseInput(documentInput, { ...fields, sha256 })
  return { calls: [registerDocument(contracts, document)], words: `Register ${document.title}, version ${document.version} (${sha256})` }
}

export function withdrawDocumentDraft(contracts: Contracts, sha256: string): Draft {
  const digest = parseArgument('sha256', digestField, sha256)
  return { calls: [withdrawDocument(contracts, digest)], words: `Withdraw document ${digest}` }
}

/** Names of the staff's roles on the command line. */
export const staffNames = ['registrar', 'programme-manager', 'regulator'] as const
export type StaffName = (typeof staffNames)[number]

const roleOf = (name: StaffName) => staffRoles[staffNames.indexOf(name)] ?? 'REGISTRAR'

export function appointDraft(contracts: Contracts, name: StaffName, account: string): Draft {
  const holder = parseArgument('account', entityIdField, account)
  return { calls: [grantRole(contracts, roleOf(name), holder)], words: `Appoint ${holder} ${name.replace('-', ' ')}` }
}

export function dismissDraft(contracts: Contracts, name: StaffName, account: string): Draft {
  const holder = parseArgument('account', entityIdField, account)
  return { calls: [revokeRole(contracts, roleOf(name), holder)], words: `Dismiss ${holder} as ${name.replace('-', ' ')}` }
}
