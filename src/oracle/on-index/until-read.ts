import { Problem } from '../../domain/problem.ts'
import type { RegistryReads } from '../registry.ts'

const patienceMs = 2000

/** Waits a short while until reads are of that block or a later one: whoever wrote in it reads its own write then. Never rejects for an index that is late. */
export async function untilRead(reads: Pick<RegistryReads, 'head'>, block: number): Promise<void> {
  try {
    await reads.head({ min_block: block, patienceMs })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}
