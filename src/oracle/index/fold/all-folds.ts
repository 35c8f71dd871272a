import type { IndexedContract } from '../contracts.ts'
import { keyFolds } from './keys.ts'
import type { KeyFoldContext } from './key-fold.ts'
import { lotFolds } from './lots.ts'
import { offerFolds } from './offers.ts'
import { recordFolds } from './record-folds.ts'

/** Its arguments are those of the event that it stands under. */
type AnyFold = (args: unknown, context: KeyFoldContext) => void

const all = { ...recordFolds, KeyRegistry: { ...keyFolds, ...lotFolds, ...offerFolds } } as const satisfies Record<IndexedContract, object>

/** What each contract's events make of the records, by the event's name. */
export const foldsOf = Object.fromEntries(
  Object.entries(all).map(([contract, folds]) => [contract, new Map(Object.entries(folds))]),
) as unknown as Readonly<Record<IndexedContract, ReadonlyMap<string, AnyFold>>>
