import type { Hex } from 'viem'
import { authorities, fromCode, keyReasons, type Authority, type KeyReason } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import { Problem } from '../../domain/problem.ts'

const noAddress = `0x${'0'.repeat(40)}`

/** Seconds on chain; 0 is "none". */
export const timeOrNull = (seconds: number): string | null => (seconds === 0 ? null : toTime(seconds))

export const address = (value: Hex): string => value.toLowerCase()
export const addressOrNull = (value: Hex): string | null => (value === noAddress ? null : value.toLowerCase())
export const idOrNull = (id: number): string | null => (id === 0 ? null : String(id))

/** @throws Problem `chain_nonsense` for a number that the list does not have */
export function valueOf<T extends string>(list: readonly T[], code: number, field: string): T {
  const value = valueOrNull(list, code, field)
  if (value === null) throw new Problem('chain_nonsense', { field, detail: 'the registry gives 0, which stands for no value' })
  return value
}

export function valueOrNull<T extends string>(list: readonly T[], code: number, field: string): T | null {
  try {
    return fromCode(list, code) ?? null
  } catch (error) {
    throw new Problem('chain_nonsense', { field, detail: `the registry gives ${code}, which stands for no value`, cause: error })
  }
}

/** The four fields that every state has. */
export function stateFields(record: { readonly stateBy: number; readonly stateReason: number; readonly stateSince: number }): {
  state_reason: KeyReason | null
  state_since: string
  state_by: Authority | null
} {
  return {
    state_reason: valueOrNull(keyReasons, record.stateReason, 'state_reason'),
    state_since: toTime(record.stateSince),
    state_by: valueOrNull(authorities, record.stateBy, 'state_by'),
  }
}
