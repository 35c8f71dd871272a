import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { Problem } from '../domain/problem.ts'
import type { AllowLists } from '../chain/permissions/allow-lists.ts'

/**
 * The lists of a permissions_config.toml, as they stand in it: Besu writes into its file too.
 * @throws Problem `file_unreadable`; `invalid_input` where Besu would not start with it either
 */
export function readPermissionsFile(file: string): AllowLists {
  const refused = (detail: string, cause?: unknown) => new Problem('invalid_input', { field: file, detail, cause })
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Problem('file_unreadable', { field: file, detail: (cause as Error).message, cause })
  }
  let content: Record<string, unknown>
  try {
    content = parse(text)
  } catch (cause) {
    throw refused(`is no TOML: ${(cause as Error).message.split('\n')[0]}`, cause)
  }
  const list = (key: string): string[] => {
    const value = content[key]
    if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value
    throw refused(`${key} is ${value === undefined ? 'missing' : 'no list of strings'}`)
  }
  return { accounts: list('accounts-allowlist'), nodes: list('nodes-allowlist') }
}
