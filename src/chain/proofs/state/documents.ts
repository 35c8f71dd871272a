import { documentKinds } from '../../../domain/enumerations.ts'
import { toTime, type Hex } from '../../../domain/fields.ts'
import type { DocumentRecord } from '../../../domain/records.ts'
import { timeOrNull, valueOf } from '../../records/fields.ts'
import { slotInMapping } from '../slots.ts'
import { variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'
import { readStruct } from './read-struct.ts'

export async function provenDocument(state: ProvenState, sha256: string): Promise<DocumentRecord | undefined> {
  const slot = slotInMapping(variables.DocumentRegistry.documents, sha256 as Hex)
  const { kind, title, version, registeredAt, withdrawnAt } = await readStruct(state, 'DocumentRegistry', slot, 'DocumentRecord')
  if (kind === 0n) return undefined
  return {
    sha256,
    kind: valueOf(documentKinds, Number(kind), 'kind'),
    title,
    version,
    registered_at: toTime(Number(registeredAt)),
    withdrawn_at: timeOrNull(Number(withdrawnAt)),
  }
}
