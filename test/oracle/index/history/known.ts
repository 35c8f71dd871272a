import { parseEventLogs, type Log } from 'viem'
import { assessmentRegistryAbi } from '../../../../src/chain/abi/assessment-registry.generated.ts'
import { documentRegistryAbi } from '../../../../src/chain/abi/document-registry.generated.ts'
import { entityRegistryAbi } from '../../../../src/chain/abi/entity-registry.generated.ts'
import { keyRegistryAbi } from '../../../../src/chain/abi/key-registry.generated.ts'
import { processRegistryAbi } from '../../../../src/chain/abi/process-registry.generated.ts'
import { sampleRegistryAbi } from '../../../../src/chain/abi/sample-registry.generated.ts'
import type { OfferedKeys } from '../../../../src/chain/calls/offer-calls.ts'
import type { Hex } from '../../../../src/domain/fields.ts'

const abi = [
  ...entityRegistryAbi,
  ...processRegistryAbi,
  ...assessmentRegistryAbi,
  ...keyRegistryAbi,
  ...documentRegistryAbi,
  ...sampleRegistryAbi,
] as const

/** What there is in the registry by its events, so that acts have something to be about. Nothing is ever taken out: acts may fail. */
export type Known = {
  /** entity_id: the account that acts for it. */
  readonly controllers: Map<string, string>
  /** process_id: its owner. */
  readonly processes: Map<string, string>
  readonly lots: Map<string, { readonly process: string; owner: string }>
  readonly keys: Map<Hex, { readonly process: string; readonly lot: string; owner: string }>
  readonly assessments: Map<
    string,
    { readonly kind: 'key_generation' | 'key_protection'; readonly process: string; readonly assessor: string }
  >
  readonly originals: Set<string>
  readonly offers: Map<string, OfferedKeys & { readonly from: string; readonly to: string }>
  readonly samples: Map<string, string>
  readonly findings: Set<string>
  readonly documents: Set<Hex>
  readonly suspended: Set<string>
  readonly accredited: Set<string>
  readonly installed: Set<Hex>
  /** Account that is to act for an entity: the entity. */
  readonly proposed: Map<string, string>
  /** `process:entity`, `process:account`, `owner:installer`, `receiver:sender` */
  readonly grants: Set<string>
  readonly lineAccounts: Set<string>
  readonly installers: Set<string>
  readonly senders: Set<string>
}

export function nothingKnown(): Known {
  const maps = { controllers: new Map(), processes: new Map(), lots: new Map(), keys: new Map(), assessments: new Map(), offers: new Map() }
  return {
    ...maps,
    originals: new Set(),
    samples: new Map(),
    findings: new Set(),
    documents: new Set(),
    suspended: new Set(),
    accredited: new Set(),
    installed: new Set(),
    proposed: new Map(),
    grants: new Set(),
    lineAccounts: new Set(),
    installers: new Set(),
    senders: new Set(),
  }
}

const lower = (account: string) => account.toLowerCase()

export function learn(known: Known, logs: readonly Log[]): void {
  for (const { eventName, args } of parseEventLogs({ abi, logs: [...logs] })) {
    if (eventName === 'EntityRegistered') known.controllers.set(lower(args.entityId), lower(args.entityId))
    if (eventName === 'EntitySuspended') known.suspended.add(lower(args.entityId))
    if (eventName === 'EntityAccredited') known.accredited.add(lower(args.entityId))
    if (eventName === 'EntityReinstated') known.suspended.delete(lower(args.entityId))
    if (eventName === 'ControllerReplacementProposed') known.proposed.set(lower(args.account), lower(args.entityId))
    if (eventName === 'ControllerReplaced') known.controllers.set(lower(args.entityId), lower(args.account))
    if (eventName === 'ProcessCreated') known.processes.set(String(args.processId), lower(args.ownerId))
    if (eventName === 'LineAccountNamed') known.lineAccounts.add(`${args.processId}:${lower(args.account)}`)
    if (eventName === 'RegistrationGranted') known.grants.add(`${args.processId}:${lower(args.entityId)}`)
    if (eventName === 'InstallerNamed') known.installers.add(`${lower(args.ownerId)}:${lower(args.installerId)}`)
    if (eventName === 'AdvanceAcceptanceSet') known.senders.add(`${lower(args.toId)}:${lower(args.fromId)}`)
    if (eventName === 'AssessmentRecorded') {
      const kind = args.kind === 1 ? 'key_generation' : 'key_protection'
      known.assessments.set(String(args.assessmentId), { kind, process: String(args.processId), assessor: lower(args.assessorId) })
      if (args.pastAssessmentId === 0) known.originals.add(String(args.assessmentId))
    }
    if (eventName === 'KeysCreated') {
      const [process, lot, owner] = [String(args.processId), String(args.lotId), lower(args.ownerId)]
      known.lots.set(lot, { process, owner })
      for (const keyId of args.keyIds) known.keys.set(keyId, { process, lot, owner })
    }
    if (eventName === 'OfferMade') {
      const about = { lot_id: args.lotId === 0 ? null : String(args.lotId), key_ids: args.keyIds }
      const parties = { from: lower(args.fromId), to: lower(args.toId) }
      known.offers.set(String(args.offerId), { offer_id: String(args.offerId), ...about, ...parties })
    }
    if (eventName === 'KeysTransferred') for (const keyId of args.keyIds) owned(known.keys.get(keyId), args.toId)
    if (eventName === 'LotTransferred') {
      owned(known.lots.get(String(args.lotId)), args.toId)
      for (const key of known.keys.values()) if (key.lot === String(args.lotId) && key.owner === lower(args.fromId)) owned(key, args.toId)
    }
    if (eventName === 'KeysInstalled') for (const keyId of args.keyIds) known.installed.add(keyId)
    if (eventName === 'KeysReturned') for (const keyId of args.keyIds) known.installed.delete(keyId)
    if (eventName === 'DocumentRegistered') known.documents.add(args.sha256Hash)
    if (eventName === 'SampleRequested') known.samples.set(String(args.sampleId), String(args.processId))
    if (eventName === 'FindingRecorded') known.findings.add(`${args.sampleId}:${args.keyId}`)
  }
}

function owned(record: { owner: string } | undefined, owner: string): void {
  if (record !== undefined) record.owner = lower(owner)
}
