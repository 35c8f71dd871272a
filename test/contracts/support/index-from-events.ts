import type { LogDescription } from 'ethers'
import type { EffectiveFacts } from '../../../src/domain/effective-status.ts'
import { assessmentStates, fromCode, keyReasons, recordStates, statuses } from '../../../src/domain/enumerations.ts'
import { ethers } from './network.ts'
import type { Registry } from './registry.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type StateFacts = Mutable<EffectiveFacts['lot']>
type AssessmentFacts = { state: EffectiveFacts['key_generation']['state']; completion_date: number; assessor: string; series: bigint }

/** What an index knows that has seen nothing but the events. */
export type EventIndex = {
  readonly keys: Map<string, Mutable<EffectiveFacts['key']> & { process: bigint; lot: bigint }>
  readonly lots: Map<bigint, StateFacts>
  /** What a lot's owner set. */
  readonly lotOwners: Map<bigint, StateFacts>
  readonly processes: Map<bigint, StateFacts>
  readonly assessments: Map<bigint, AssessmentFacts>
  /** series: its head. */
  readonly heads: Map<bigint, bigint>
  /** process and kind: the series. */
  readonly links: Map<string, bigint>
  readonly struckOff: Map<string, number>
}

/** Builds the index of all events up to now. */
export async function indexFromEvents(registry: Registry): Promise<EventIndex> {
  const contracts = [registry.entities, registry.processes, registry.assessments, registry.keys]
  const logs = await ethers.provider.getLogs({ fromBlock: 0, address: await Promise.all(contracts.map((each) => each.getAddress())) })
  const index: EventIndex = {
    keys: new Map(),
    lots: new Map(),
    lotOwners: new Map(),
    processes: new Map(),
    assessments: new Map(),
    heads: new Map(),
    links: new Map(),
    struckOff: new Map(),
  }
  const times = new Map<number, number>()
  for (const log of logs) {
    if (!times.has(log.blockNumber)) times.set(log.blockNumber, (await ethers.provider.getBlock(log.blockNumber))!.timestamp)
    const event = contracts.map((each) => each.interface.parseLog(log)).find((each) => each !== null)
    if (event) apply(index, event, times.get(log.blockNumber)!)
  }
  return index
}

/** All that `keyId`'s effective status follows from. */
export function factsOf(index: EventIndex, keyId: string): EffectiveFacts {
  const { process, lot, ...key } = index.keys.get(keyId)!
  const series = (kind: number) => {
    const { state, completion_date, assessor } = index.assessments.get(index.heads.get(index.links.get(`${process}/${kind}`)!)!)!
    return { state, completion_date, assessor_struck_off_since: index.struckOff.get(assessor) ?? null }
  }
  const [own, owners] = [index.lots.get(lot)!, index.lotOwners.get(lot)!]
  return { key, lot: own, lot_owner: owners, process: index.processes.get(process)!, key_generation: series(1), key_protection: series(2) }
}

function apply(index: EventIndex, { name, args }: LogDescription, since: number): void {
  const set = (map: Map<bigint, StateFacts>, id: bigint, code: number) => map.set(id, { state: fromCode(recordStates, code)!, since })
  const assess = (id: bigint, code: number) => (index.assessments.get(id)!.state = fromCode(assessmentStates, code)!)
  const separate = (ids: string[]) => ids.forEach((id) => (index.keys.get(id)!.follows_lot = false))
  const events: Record<string, () => unknown> = {
    ProcessCreated: () => set(index.processes, args['processId'], 1),
    ProcessSuspended: () => set(index.processes, args['processId'], 2),
    ProcessReinstated: () => set(index.processes, args['processId'], 1),
    ProcessRevoked: () => set(index.processes, args['processId'], 3),
    LotSuspended: () => set(index.lots, args['lotId'], 2),
    LotReinstated: () => set(index.lots, args['lotId'], 1),
    LotOwnerStateSet: () => set(index.lotOwners, args['lotId'], Number(args['state'])),
    KeysTransferred: () => separate(args['keyIds']),
    KeysInstalled: () => separate(args['keyIds']),
    KeyReplaced: () => separate([args['replacementId']]),
    KeyRotated: () => Object.assign(index.keys.get(args['keyId'])!, { superseded_at: Number(args['supersededAt']) }),
    EntityStruckOff: () => index.struckOff.set(args['entityId'], Number(args['since'])),
    AssessmentRecorded: () => {
      const id: bigint = args['assessmentId']
      const past: bigint = args['pastAssessmentId']
      const completion_date = Number(args['details'].completionDate)
      index.assessments.set(id, { state: 'proposed', completion_date, assessor: args['assessorId'], series: past || id })
      if (past === 0n) index.heads.set(id, id)
    },
    SeriesLinked: () => index.links.set(`${args['processId']}/${args['kind']}`, args['seriesId']),
    SeriesUnlinked: () => index.links.delete(`${args['processId']}/${args['kind']}`),
    AssessmentApproved: () => {
      assess(args['assessmentId'], 2)
      index.heads.set(args['seriesId'], args['assessmentId'])
    },
    AssessmentRejected: () => assess(args['assessmentId'], 3),
    AssessmentRetracted: () => assess(args['assessmentId'], 3),
    AssessmentSuspended: () => assess(args['assessmentId'], 4),
    AssessmentReinstated: () => assess(args['assessmentId'], 2),
    AssessmentWithdrawn: () => assess(args['assessmentId'], 5),
    AssessmentCorrected: () => assess(args['assessmentId'], 6),
    KeysCreated: () => {
      const { processId: process, lotId: lot, keyIds } = args
      if (!index.lots.has(lot)) for (const map of [index.lots, index.lotOwners]) set(map, lot, 1)
      for (const id of keyIds) {
        index.keys.set(id, { process, lot, status: 'active', reason: null, since, superseded_at: null, follows_lot: true })
      }
    },
    KeyStatusChanged: () => {
      const status = fromCode(statuses, Number(args['status']))!
      Object.assign(index.keys.get(args['keyId'])!, { status, reason: fromCode(keyReasons, Number(args['reason'])) ?? null, since })
    },
  }
  events[name]?.()
}
