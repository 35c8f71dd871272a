import { hexToString, type AbiParameter } from 'viem'
import { documentKinds, keyReasons } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import { roleIds } from '../powers.ts'

const zeroes = /\0+$/
const timeNames = ['from', 'until', 'since']
const textNames = ['segment', 'list']

/**
 * What a contract takes, as JSON that people can read: countries and segments as text, times as RFC 3339, large numbers as strings,
 * roles, reasons and kinds of documents by their names.
 */
export function inWords(value: unknown, parameter: AbiParameter): unknown {
  if (Array.isArray(value)) {
    const each = { ...parameter, type: parameter.type.replace(/\[\d*\]$/, '') }
    return value.map((item: unknown) => inWords(item, each))
  }
  const { type, name = '' } = parameter
  if (type === 'bytes2') return hexToString(value as `0x${string}`).replace(zeroes, '')
  if (type === 'bytes32' && textNames.includes(name)) return hexToString(value as `0x${string}`).replace(zeroes, '')
  if (type === 'uint40' && timeNames.includes(name)) return toTime(Number(value))
  if (type === 'address') return String(value).toLowerCase()
  const named = nameOf(parameter, value)
  if (named !== undefined) return named
  if ('components' in parameter) {
    const fields = value as Record<string, unknown>
    return Object.fromEntries(parameter.components.map((field) => [field.name ?? '', inWords(fields[field.name ?? ''], field)]))
  }
  return typeof value === 'bigint' ? String(value) : value
}

/** undefined for what has no name, and for a number that nothing stands behind. */
function nameOf({ type, name, internalType }: AbiParameter, value: unknown): string | undefined {
  if (type === 'uint64' && name === 'roleId') return Object.entries(roleIds).find(([, id]) => id === value)?.[0]
  if (type === 'uint8' && name === 'reason') return (keyReasons as readonly string[])[Number(value) - 1]
  if (internalType === 'enum IDocumentRegistry.DocumentKind') return (documentKinds as readonly string[])[Number(value) - 1]
  return undefined
}
