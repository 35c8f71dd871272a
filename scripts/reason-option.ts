import { Option } from '@commander-js/extra-typings'
import { keyReasons } from '../src/domain/enumerations.ts'

/** Why somebody acts on a key, lot, process or assessment. */
export const reasonOption = () =>
  new Option('--reason <reason>', 'a reason of RFC 5280').choices(keyReasons).default('unspecified' as const)
