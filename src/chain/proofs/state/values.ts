import type { Hex } from '../../../domain/fields.ts'
import { bitsOf, slotInMapping } from '../slots.ts'
import { variables } from './layout.ts'
import type { ProvenState } from './proven-state.ts'

export const accountOf = (value: bigint): Hex => `0x${value.toString(16).padStart(40, '0')}`
export const wordHex = (value: bigint): Hex => `0x${value.toString(16).padStart(64, '0')}`

const addressBits = 160

/** The entity that an index stands for, in lower case; 0: none. */
export async function entityIdOf(state: ProvenState, index: bigint): Promise<Hex | null> {
  if (index === 0n) return null
  const first = await state.word('EntityRegistry', slotInMapping(variables.EntityRegistry.entities, index))
  return accountOf(bitsOf(first, 0, addressBits))
}

/** The same of an index that has to stand for one; what is wrong shows as an entity of zeros. */
export const someEntityId = async (state: ProvenState, index: bigint): Promise<Hex> => (await entityIdOf(state, index)) ?? accountOf(0n)

/** 0: it is no entity's. */
export function indexOf(state: ProvenState, entityId: string): Promise<bigint> {
  return state.word('EntityRegistry', slotInMapping(variables.EntityRegistry.indexes, entityId as Hex))
}
