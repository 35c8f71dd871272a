import { createHash } from 'node:crypto'
import type { Hex } from '../../../src/domain/fields.ts'
import type { KeptRecord } from '../../../src/domain/kept-records.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { openIndex, type Index } from '../../../src/oracle/index/open-index.ts'
import { syntheticDeployment, syntheticGenesis } from '../../support/synthetic-registry.ts'

/** An index that holds block 0 of the synthetic registry. */
export function beginIndex(file: string, more: readonly KeptRecord[] = []): Index {
  const index = openIndex(file, syntheticDeployment)
  const { genesis, block } = syntheticGenesis()
  index.begin({ ...genesis, records: [...genesis.records, ...more] }, block)
  return index
}

/** Key ids by number, always the same. */
export function keyIdOf(number: number): Hex {
  return `0x${createHash('sha256').update(`key ${number}`).digest('hex')}`
}

export function keyIds(first: number, count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, index) => Buffer.from(keyIdOf(first + index).slice(2), 'hex')))
}

/** The `Problem` that the work ends with. @throws whatever else it ends with */
export function problemThrownBy(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('no problem was met')
}
