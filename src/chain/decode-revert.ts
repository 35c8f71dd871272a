import { decodeErrorResult, isAddress, isHex, type Abi, type Hex } from 'viem'
import { Problem } from '../domain/problem.ts'
import { assessmentRegistryAbi } from './abi/assessment-registry.generated.ts'
import { authorityAbi } from './abi/authority.generated.ts'
import { boardAbi } from './abi/board.generated.ts'
import { boardGovernorAbi } from './abi/board-governor.generated.ts'
import { boardTimelockAbi } from './abi/board-timelock.generated.ts'
import { documentRegistryAbi } from './abi/document-registry.generated.ts'
import { entityRegistryAbi } from './abi/entity-registry.generated.ts'
import { keyRegistryAbi } from './abi/key-registry.generated.ts'
import { processRegistryAbi } from './abi/process-registry.generated.ts'
import { sampleRegistryAbi } from './abi/sample-registry.generated.ts'
import { validatorSetAbi } from './abi/validator-set.generated.ts'
import { findCause, isRpcError } from './chain-problem.ts'
import { assessmentReverts } from './reverts/assessment-reverts.ts'
import { authorityReverts } from './reverts/authority-reverts.ts'
import { boardReverts } from './reverts/board-reverts.ts'
import { documentReverts } from './reverts/document-reverts.ts'
import { entityReverts } from './reverts/entity-reverts.ts'
import { governorReverts } from './reverts/governor-reverts.ts'
import { keyReverts } from './reverts/key-reverts.ts'
import { processReverts } from './reverts/process-reverts.ts'
import type { Explanation } from './reverts/rows.ts'
import { sampleReverts } from './reverts/sample-reverts.ts'
import { timelockReverts } from './reverts/timelock-reverts.ts'
import { validatorReverts } from './reverts/validator-reverts.ts'

/** Every ABI of the registry; a call may end with an error of any contract that it came through. */
export const registryAbis: readonly Abi[] = [
  documentRegistryAbi,
  entityRegistryAbi,
  processRegistryAbi,
  assessmentRegistryAbi,
  keyRegistryAbi,
  sampleRegistryAbi,
  authorityAbi,
  boardAbi,
  boardGovernorAbi,
  boardTimelockAbi,
  validatorSetAbi,
]

/** Every custom error, by name. */
export const revertRows = {
  ...authorityReverts,
  ...documentReverts,
  ...entityReverts,
  ...processReverts,
  ...assessmentReverts,
  ...keyReverts,
  ...sampleReverts,
  ...governorReverts,
  ...timelockReverts,
  ...boardReverts,
  ...validatorReverts,
} as Readonly<Record<string, (...values: readonly never[]) => Explanation>>

const errors = [...new Map(registryAbis.flat().flatMap((item) => (item.type === 'error' ? [[item.name, item] as const] : []))).values()]

/** The refusal of a contract, in words; undefined when the error is something else. */
export function revertProblem(error: unknown): Problem | undefined {
  const answer = findCause(error, isRpcError)
  if (answer === undefined) return undefined
  const data = revertData(answer.data)
  if (data !== undefined && data !== '0x') return decodeRevert(data, error)
  if (!/revert|invalid opcode/i.test(answer.details)) return undefined
  return new Problem('transaction_reverted', { detail: `the call was reverted without a reason (${answer.details})`, cause: error })
}

/** What the bytes that a contract reverted with come to. */
export function decodeRevert(data: Hex, cause?: unknown): Problem {
  const unknown = () => new Problem('transaction_reverted', { detail: `the contract reverted with ${data.slice(0, 74)}`, cause })
  try {
    const { errorName, args } = decodeErrorResult({ abi: errors, data })
    const explain = revertRows[errorName]
    if (explain !== undefined) {
      const values = (args ?? []).map((value) => (isAddress(value as string) ? (value as string).toLowerCase() : value))
      const { code, ...details } = explain(...(values as never[]))
      return new Problem(code, { ...details, cause })
    }
    return new Problem('transaction_reverted', { detail: `${errorName}(${(args ?? []).map(String).join(', ')})`, cause })
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('Abi')) return unknown()
    throw error
  }
}

/** Nodes give the bytes as `data`, or as `data.data`; some put a word before them. */
function revertData(data: unknown): Hex | undefined {
  const inner = typeof data === 'object' && data !== null ? (data as { data?: unknown }).data : data
  const text = typeof inner === 'string' ? inner.replace(/^Reverted\s+/i, '') : undefined
  return isHex(text) ? text : undefined
}
