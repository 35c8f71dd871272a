import { provenAssessment, provenResult, provenSeries, provenValidity } from './assessments.ts'
import { provenDocument } from './documents.ts'
import { provenController, provenEntity, provenQuota, provenReplacement } from './entities.ts'
import { provenInstaller, provenLot, provenOffer, provenSender } from './lots.ts'
import { provenGrant, provenLineAccount, provenProcess } from './processes.ts'
import type { ProvenState } from './proven-state.ts'
import { provenFinding, provenSample } from './samples.ts'

type ReadRecord = (state: ProvenState, id: string) => Promise<object | undefined>

/**
 * Records in the state after a block, by kind: each gives the fields that an index keeps of it and that the state has. Identifiers as in
 * src/domain/kept-records.ts. Comments stand in events alone, roles in OpenZeppelin's AccessManager.
 */
export const provenRecords = {
  entity: provenEntity,
  controller: provenController,
  replacement: provenReplacement,
  quota: provenQuota,
  process: provenProcess,
  grant: provenGrant,
  line_account: provenLineAccount,
  assessment: provenAssessment,
  result: provenResult,
  series: provenSeries,
  validity: provenValidity,
  document: provenDocument,
  sample: provenSample,
  finding: provenFinding,
  lot: provenLot,
  offer: provenOffer,
  installer: provenInstaller,
  sender: provenSender,
} as const satisfies Readonly<Record<string, ReadRecord>>
export type ProvenKind = keyof typeof provenRecords
