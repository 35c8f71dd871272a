import { invalid } from '../bytes.ts'
import { bitsOf, firstSlotOf, word } from '../slots.ts'
import { placesOf, structs, type Place, type StoringContract, type StructName } from './layout.ts'
import type { ProvenState } from './proven-state.ts'

export type Struct<S extends StructName> = {
  readonly [M in keyof (typeof structs)[S]]: (typeof structs)[S][M] extends 'string' ? string : bigint
}

const placesByStruct = new Map(Object.keys(structs).map((name) => [name, placesOf(name as StructName)]))
const longestString = 100_000

/** A struct that begins at `slot`. @throws Problem `proof_invalid`, … */
export async function readStruct<S extends StructName>(
  state: ProvenState,
  contract: StoringContract,
  slot: bigint,
  name: S,
): Promise<Struct<S>> {
  const places = [...placesByStruct.get(name)!]
  const values = await Promise.all(places.map(([, place]) => readMember(state, contract, slot, place)))
  return Object.fromEntries(places.map(([member], index) => [member, values[index]])) as Struct<S>
}

async function readMember(state: ProvenState, contract: StoringContract, slot: bigint, { slot: behind, offset, size }: Place) {
  const at = slot + BigInt(behind)
  if (size === 'string') return readString(state, contract, at)
  return bitsOf(await state.word(contract, at), offset * 8, size * 8)
}

/** Up to 31 octets stand in the slot itself, with twice their number in the lowest one; more stand from the slot's hash on. */
async function readString(state: ProvenState, contract: StoringContract, slot: bigint): Promise<string> {
  const head = await state.word(contract, slot)
  if (head % 2n === 0n) {
    const bytes = word(head)
    return Buffer.from(bytes.subarray(0, bytes[31]! / 2)).toString('utf8')
  }
  const length = Number(bitsOf(head, 1, 64))
  if (length > longestString) throw invalid(`a string of ${length} octets`)
  const first = firstSlotOf(slot)
  const slots = Array.from({ length: Math.ceil(length / 32) }, (_, index) => first + BigInt(index))
  const words = await Promise.all(slots.map((each) => state.word(contract, each)))
  return Buffer.concat(words.map(word)).subarray(0, length).toString('utf8')
}
