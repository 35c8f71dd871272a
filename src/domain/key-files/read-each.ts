import { Problem } from '../problem.ts'

const shown = 10

/**
 * `read` of each item. A list is taken whole or not at all, and its user wants to know every fault at once.
 * @param where names an item's place
 * @throws Problem of the first fault's code; several faults are listed, the first ten in full
 */
export function readEach<T, R>(items: Iterable<T>, where: (item: T) => string, read: (item: T) => R): R[] {
  const results: R[] = []
  const faults: PlacedFault[] = []
  for (const item of items) {
    try {
      results.push(read(item))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      faults.push({ field: where(item), problem: error })
    }
  }
  throwFaults(faults)
  return results
}

type PlacedFault = { readonly field: string; readonly problem: Problem }

/** @throws Problem of the first fault's code, if there is one */
export function throwFaults(faults: readonly PlacedFault[]): void {
  const [first] = faults
  if (first === undefined) return
  const { field, problem } = first
  if (faults.length === 1) throw new Problem(problem.code, { field, detail: problem.message, cause: problem })
  const lines = faults.slice(0, shown).map((fault) => `${fault.field}: ${fault.problem.message}`)
  const more = faults.length > shown ? [`and ${faults.length - shown} more`] : []
  throw new Problem(problem.code, { detail: [...lines, ...more].join('; '), cause: problem })
}
