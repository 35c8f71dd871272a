import { createHash } from 'node:crypto'
import type { Hex } from '../../../src/domain/fields.ts'
import { openIndex, type Index } from '../../../src/oracle/index/open-index.ts'
import { syntheticDeployment, syntheticGenesis } from '../../support/synthetic-registry.ts'

/** An index that holds block 0 of the synthetic registry. */
export function beginIndex(file: string): Index {
  const index = openIndex(file, syntheticDeployment)
  const { genesis, block } = syntheticGenesis()
  index.begin(genesis, block)
  return index
}

/** Key ids by number, always the same. */
export function keyIdOf(number: number): Hex {
  return `0x${createHash('sha256').update(`key ${number}`).digest('hex')}`
}

export function keyIds(first: number, count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, index) => Buffer.from(keyIdOf(first + index).slice(2), 'hex')))
}
