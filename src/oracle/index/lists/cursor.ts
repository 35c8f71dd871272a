import { createHash } from 'node:crypto'
import { keyIdField, type Hex } from '../../../domain/fields.ts'
import { Problem } from '../../../domain/problem.ts'

/** Where a list goes on: numbers and texts that the list itself understands. */
export type ListPlace = readonly (number | string)[]

/** `block`: as of which every page is; `rollbacks`: of the index then, since a chain that was rolled back behind it has another such block. */
export type Cursor = { readonly block: number; readonly rollbacks: number; readonly place: ListPlace }

/** What a cursor belongs to: another list, or another filter, has other ones. */
export function listName(list: string, filter: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  const text = JSON.stringify([list, given.toSorted(([a], [b]) => (a < b ? -1 : 1))])
  return createHash('sha256').update(text).digest('base64url').slice(0, 11)
}

export function writeCursor(name: string, { block, rollbacks, place }: Cursor): string {
  return Buffer.from(JSON.stringify([name, block, rollbacks, ...place])).toString('base64url')
}

/** @throws Problem `cursor_invalid` */
export function readCursor(name: string, text: string): Cursor {
  const [list, block, rollbacks, ...place] = parse(text)
  const isOwn = list === name && Number.isSafeInteger(block) && Number.isSafeInteger(rollbacks)
  if (!isOwn || !place.every((part) => typeof part === 'string' || Number.isSafeInteger(part))) {
    throw notGiven()
  }
  return { block: block as number, rollbacks: rollbacks as number, place: place as ListPlace }
}

/** The number that a place has there; 0 where the list begins. @throws Problem `cursor_invalid` */
export function numberAt(place: ListPlace, index: number): number {
  const part = place[index] ?? 0
  if (typeof part === 'number' && part >= 0) return part
  throw notGiven()
}

/** The key id that a place has there; undefined where the list begins. @throws Problem `cursor_invalid` */
export function keyIdAt(place: ListPlace, index: number): Hex | undefined {
  const part = place[index]
  if (part === undefined || keyIdField.safeParse(part).success) return part as Hex | undefined
  throw notGiven()
}

/** Whoever has a cursor can edit it. */
export const notGiven = () =>
  new Problem('cursor_invalid', { field: 'cursor', detail: 'it is none that this list gave with these filters' })

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch (error) {
    throw new Problem('cursor_invalid', { field: 'cursor', detail: 'it is no cursor at all', cause: error })
  }
}
