import type { Hex } from 'viem'
import { decodeRevert } from '../../../src/chain/decode-revert.ts'
import type { ProblemCode } from '../../../src/domain/problem.ts'

/** The code of the error that a user meets; null: the call is not refused. */
export async function codeOf(call: Promise<unknown>): Promise<ProblemCode | null> {
  try {
    await call
    return null
  } catch (error) {
    const data = (error as { data?: Hex }).data
    if (data === undefined) throw error
    return decodeRevert(data).code
  }
}
