import type { ContractFunctionReturnType } from 'viem'
import { documentKinds } from '../../domain/enumerations.ts'
import { toTime, type Hex } from '../../domain/fields.ts'
import type { DocumentRecord } from '../../domain/records.ts'
import { documentRegistryAbi as abi } from '../abi/document-registry.generated.ts'
import { timeOrNull, valueOf } from '../records/fields.ts'
import { atBlock, view, viewOrUndefined, type ChainRegistry } from '../registry.ts'

export async function readDocument(
  { client, deployment }: ChainRegistry,
  sha256: string,
  block?: number,
): Promise<DocumentRecord | undefined> {
  const { address } = deployment.contracts.DocumentRegistry
  const call = { address, abi, functionName: 'document', args: [sha256 as Hex], ...atBlock(block) } as const
  const answer = await viewOrUndefined(() => client.readContract(call))
  return answer === undefined ? undefined : toDocumentRecord(answer)
}

/** Documents are counted from 1. */
export async function readDocumentCount({ client, deployment }: ChainRegistry, block?: number): Promise<number> {
  const { address } = deployment.contracts.DocumentRegistry
  return Number(await view(() => client.readContract({ address, abi, functionName: 'documentCount', ...atBlock(block) })))
}

export async function readDocumentAt({ client, deployment }: ChainRegistry, index: number, block?: number): Promise<DocumentRecord> {
  const { address } = deployment.contracts.DocumentRegistry
  const call = { address, abi, functionName: 'documentAt', args: [BigInt(index)], ...atBlock(block) } as const
  return toDocumentRecord(await view(() => client.readContract(call)))
}

function toDocumentRecord(document: ContractFunctionReturnType<typeof abi, 'view', 'document'>): DocumentRecord {
  return {
    sha256: document.sha256Hash,
    kind: valueOf(documentKinds, document.kind, 'kind'),
    title: document.title,
    version: document.version,
    registered_at: toTime(document.registeredAt),
    withdrawn_at: timeOrNull(document.withdrawnAt),
  }
}
