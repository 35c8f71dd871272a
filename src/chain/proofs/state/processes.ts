import type { Hex } from '../../../domain/fields.ts'
import type { GrantEntry, LineAccountEntry } from '../../../domain/kept-records.ts'
import type { ProcessRecord } from '../../../domain/records.ts'
import { toProcessRecord } from '../../records/process-record.ts'
import { slotInMapping } from '../slots.ts'
import { variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'
import { readStruct } from './read-struct.ts'
import { entityIdOf, indexOf, someEntityId } from './values.ts'

const slots = variables.ProcessRegistry

export async function provenProcess(state: ProvenState, processId: string): Promise<ProcessRecord | undefined> {
  const linkedSlot = slotInMapping(variables.AssessmentRegistry.processSeries, BigInt(processId))
  const [process, linked] = await Promise.all([
    readStruct(state, 'ProcessRegistry', slotInMapping(slots.processes, BigInt(processId)), 'ProcessRecord'),
    readStruct(state, 'AssessmentRegistry', linkedSlot, 'ProcessSeries'),
  ])
  if (process.owner === 0n) return undefined
  const answer = {
    processId: Number(processId),
    ownerId: await someEntityId(state, process.owner),
    state: Number(process.state),
    stateBy: Number(process.stateBy),
    stateReason: Number(process.stateReason),
    stateSince: Number(process.stateSince),
    createdAt: Number(process.createdAt),
  }
  return toProcessRecord(answer, Number(linked.keyGenerationId), Number(linked.keyProtectionId))
}

/** @param id process_id:entity_id */
export async function provenGrant(state: ProvenState, id: string): Promise<GrantEntry> {
  const [process_id, entity_id] = id.split(':') as [string, string]
  const slot = slotInMapping(slotInMapping(slots.grants, BigInt(process_id)), await indexOf(state, entity_id))
  return { process_id, entity_id, granted: (await state.word('ProcessRegistry', slot)) === 1n }
}

/** @param id process_id:account */
export async function provenLineAccount(state: ProvenState, id: string): Promise<LineAccountEntry> {
  const [process_id, account] = id.split(':') as [string, Hex]
  const slot = slotInMapping(slotInMapping(slots.lineAccounts, BigInt(process_id)), account)
  return { process_id, account, entity_id: await entityIdOf(state, await state.word('ProcessRegistry', slot)) }
}
