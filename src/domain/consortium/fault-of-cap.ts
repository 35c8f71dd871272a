import type { Fault } from '../parse-input.ts'

/** At most one fault: that more than `most` of `total` entries are in `group`, and which. */
export function faultOfCap(
  list: string,
  group: readonly { readonly field: string }[],
  total: number,
  most: number,
  say: (count: number, most: number) => string,
): Fault[] {
  if (total === 0 || group.length <= most) return []
  return [{ field: list, detail: `${say(group.length, most)} (${group.map(({ field }) => field).join(', ')})` }]
}
