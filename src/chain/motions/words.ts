import { hexToString, type AbiParameter } from 'viem'
import { toTime } from '../../domain/fields.ts'

const zeroes = /\0+$/
const timeNames = ['until', 'since']
const textNames = ['segment', 'list']

/** What a contract takes, as JSON that people can read: countries and segments as text, times as RFC 3339, large numbers as strings. */
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
  if ('components' in parameter) {
    const fields = value as Record<string, unknown>
    return Object.fromEntries(parameter.components.map((field) => [field.name ?? '', inWords(fields[field.name ?? ''], field)]))
  }
  return typeof value === 'bigint' ? String(value) : value
}
