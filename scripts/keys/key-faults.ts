import { Problem } from '../../src/domain/problem.ts'

/** A fault of a file of keys: in which file, where in it, and what is wrong. */
export type KeyFault = { readonly file: string; readonly position: string; readonly problem: Problem }

/** Faults that are told in full; the others are counted. */
const shown = 20

/** Faults of files of keys, which a command takes whole or not at all: its user wants to know all of them at once. */
export class KeyFilesInvalid extends Problem {
  readonly faults: readonly KeyFault[]
  readonly total: number

  constructor(faults: readonly KeyFault[], total: number) {
    const more = total > faults.length ? `, of which the first ${faults.length} follow` : ''
    super('key_files_invalid', { detail: `${total} faults${more}; none of the keys was taken` })
    this.faults = faults
    this.total = total
  }

  override toJSON() {
    const faults = this.faults.map(({ file, position, problem: { code, message: detail, action } }) => ({
      file,
      position,
      code,
      detail,
      action,
    }))
    return { ...super.toJSON(), fault_count: this.total, faults }
  }
}

/** Collects faults, in flat memory whatever their number. */
export function createKeyFaults() {
  const first: KeyFault[] = []
  let total = 0
  return {
    add(fault: KeyFault): void {
      total += 1
      if (first.length < shown) first.push(fault)
    },
    count: () => total,
    /** @throws Problem the one fault, or KeyFilesInvalid */
    throwAny(): void {
      const [only] = first
      if (only === undefined) return
      if (total > 1) throw new KeyFilesInvalid(first, total)
      const { file, position, problem } = only
      const detail = position === '' ? problem.message : `${position}: ${problem.message}`
      throw new Problem(problem.code, { field: file, detail, cause: problem })
    },
  }
}
