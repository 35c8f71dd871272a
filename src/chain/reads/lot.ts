import type { LotRecord } from '../../domain/records.ts'
import { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { toLotRecord } from '../records/key-record.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'

export async function readLot({ client, deployment }: ChainRegistry, lotId: string, block?: number): Promise<LotRecord | undefined> {
  const { address } = deployment.contracts.KeyRegistry
  const call = { address, abi: keyRegistryAbi, functionName: 'lot', args: [Number(lotId)], ...atBlock(block) } as const
  const answer = await viewOrUndefined(() => client.readContract(call))
  return answer === undefined ? undefined : toLotRecord(answer)
}

/** Lots are counted from 1. */
export function readLotCount({ client, deployment }: ChainRegistry, block?: number): Promise<number> {
  const { address } = deployment.contracts.KeyRegistry
  return view(() => client.readContract({ address, abi: keyRegistryAbi, functionName: 'lotCount', ...atBlock(block) }))
}
