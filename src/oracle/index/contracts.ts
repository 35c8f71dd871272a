import { toEventSelector, type Abi, type AbiEvent } from 'viem'
import { assessmentRegistryAbi } from '../../chain/abi/assessment-registry.generated.ts'
import { authorityAbi } from '../../chain/abi/authority.generated.ts'
import { documentRegistryAbi } from '../../chain/abi/document-registry.generated.ts'
import { entityRegistryAbi } from '../../chain/abi/entity-registry.generated.ts'
import { keyRegistryAbi } from '../../chain/abi/key-registry.generated.ts'
import { processRegistryAbi } from '../../chain/abi/process-registry.generated.ts'
import { sampleRegistryAbi } from '../../chain/abi/sample-registry.generated.ts'
import type { Hex } from '../../domain/fields.ts'

/** Whose events the index keeps. */
const abis = {
  EntityRegistry: entityRegistryAbi,
  ProcessRegistry: processRegistryAbi,
  AssessmentRegistry: assessmentRegistryAbi,
  KeyRegistry: keyRegistryAbi,
  DocumentRegistry: documentRegistryAbi,
  SampleRegistry: sampleRegistryAbi,
  Authority: authorityAbi,
} as const satisfies Record<string, Abi>

export type IndexedContract = keyof typeof abis

/** The events of a contract by their first topic: looked up, not searched for. */
export const eventsOf: Readonly<Record<IndexedContract, ReadonlyMap<Hex, AbiEvent>>> = Object.fromEntries(
  Object.entries(abis).map(([name, abi]) => {
    const events = (abi as Abi).filter((item): item is AbiEvent => item.type === 'event')
    return [name, new Map(events.map((event) => [toEventSelector(event), event]))]
  }),
) as unknown as Record<IndexedContract, Map<Hex, AbiEvent>>
