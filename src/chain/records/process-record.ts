import type { ContractFunctionReturnType } from 'viem'
import { recordStates } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import type { ProcessRecord } from '../../domain/records.ts'
import type { processRegistryAbi } from '../abi/process-registry.generated.ts'
import { address, idOrNull, stateFields, valueOf } from './fields.ts'

export type ChainProcess = ContractFunctionReturnType<typeof processRegistryAbi, 'view', 'process'>

/** Table 5; the series come from the assessments' contract, 0 where none is linked. */
export function toProcessRecord(process: ChainProcess, keyGenerationId: number, keyProtectionId: number): ProcessRecord {
  return {
    process_id: String(process.processId),
    owner_id: address(process.ownerId),
    key_generation_id: idOrNull(keyGenerationId),
    key_protection_id: idOrNull(keyProtectionId),
    state: valueOf(recordStates, process.state, 'state'),
    ...stateFields(process),
    created_at: toTime(process.createdAt),
  }
}
