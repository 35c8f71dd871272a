import { parseEnode } from '../../domain/enode.ts'
import { Problem } from '../../domain/problem.ts'
import type { AllowLists } from './allow-lists.ts'

/** Entries that are wanted and not there, and those that are there and not wanted, or there already, each as it is written there. */
type Sides = { readonly missing: readonly string[]; readonly surplus: readonly string[] }
export type Difference = { readonly accounts: Sides; readonly nodes: Sides; readonly count: number }

/** What is to be done so that `found` is as `wanted`. Order, upper case and the spelling of enodes mean nothing. */
export function differenceOf(found: AllowLists, wanted: AllowLists): Difference {
  const accounts = sides(found.accounts, wanted.accounts, (account) => account.toLowerCase())
  const nodes = sides(found.nodes, wanted.nodes, enodeKey)
  return { accounts, nodes, count: [accounts, nodes].reduce((sum, { missing, surplus }) => sum + missing.length + surplus.length, 0) }
}

function sides(found: readonly string[], wanted: readonly string[], keyOf: (entry: string) => string): Sides {
  const [there, needed] = [new Set(found.map(keyOf)), new Set(wanted.map(keyOf))]
  // with one entry twice Besu does not start
  const surplus = found.filter(
    (entry, place) => !needed.has(keyOf(entry)) || found.findIndex((other) => keyOf(other) === keyOf(entry)) < place,
  )
  return { missing: wanted.filter((entry) => !there.has(keyOf(entry))), surplus }
}

/** The same for every spelling of an enode; Besu writes `?discport=` behind it where discovery is off. */
export function enodeKey(text: string): string {
  try {
    const { public_key_x, public_key_y, ip_bytes, port } = parseEnode(text.replace(/\?.*$/, ''))
    return `${public_key_x}${public_key_y}@${ip_bytes}:${port}`
  } catch (error) {
    if (error instanceof Problem) return text
    throw error
  }
}
