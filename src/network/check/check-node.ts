import { statSync } from 'node:fs'
import { join } from 'node:path'
import { privateKeyToAccount } from 'viem/accounts'
import { parse } from 'smol-toml'
import { parseEnode } from '../../domain/enode.ts'
import type { Hex } from '../../domain/fields.ts'
import { besuOptions, nodeFiles, ownOptions } from '../besu-config.ts'
import { pathIn } from '../network-files.ts'
import type { NetworkNode } from '../network-nodes.ts'
import type { Consortium } from '../../domain/consortium.ts'
import { isBesuOption } from './besu-option-names.ts'
import { fault, fine, note, type NetworkFinding } from './finding.ts'
import type { FolderReader } from './folder-reader.ts'

/** From here on a system gives ports to outgoing connections: a restart may find its own taken. */
const firstPassingPort = 32_768

/** config.toml of a node: what is unknown to Besu, what is not as the description has it, ports and addresses. */
export function checkConfig(read: FolderReader, consortium: Consortium, node: NetworkNode): NetworkFinding[] {
  const path = pathIn(node, nodeFiles.config)
  const text = read(path)
  if (text === undefined) return [fault(path, 'nothing', 'a file')]
  const found = parseToml(text)
  if (typeof found === 'string') return [fault(path, found, 'TOML')]
  const wanted = besuOptions(consortium, node)
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
  const ports = Object.entries(found).filter(([name, value]) => name.endsWith('-port') && Number(value) >= firstPassingPort)
  const findings = [
    ...names.flatMap((name) => checkOption(`${path}: ${name}`, name, found[name], wanted[name])),
    ...ports.map(([name, value]) =>
      fault(`${path}: ${name}`, String(value), `below ${firstPassingPort}, where no outgoing connection takes it`),
    ),
  ]
  return findings.length === 0 ? [fine(path, 'as the description has it')] : findings
}

function checkOption(check: string, name: string, found: unknown, wanted: unknown): NetworkFinding[] {
  const [foundText, wantedText] = [shown(found), shown(wanted)]
  if (foundText === wantedText) return []
  if (wanted === undefined && !isBesuOption(name)) return [fault(check, 'an option that Besu does not know, and ends at', 'no such option')]
  const own = ownOptions.includes(name) || wanted === undefined
  return [(own ? note : fault)(check, foundText, wantedText)]
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

function parseToml(text: string): Record<string, unknown> | string {
  try {
    return parse(text)
  } catch (error) {
    return `is no TOML: ${(error as Error).message.split('\n')[0] ?? ''}`
  }
}

/** Every node's address is an IP address, as enodes need, and its port one that stays free. */
export function checkEnodes(path: string, enodes: readonly unknown[]): NetworkFinding[] {
  return enodes.flatMap((enode) => {
    try {
      const { port } = parseEnode(String(enode))
      return port < firstPassingPort ? [] : [fault(path, `port ${port} in ${String(enode)}`, `below ${firstPassingPort}`)]
    } catch (error) {
      return [fault(path, String(enode), `an enode with an IP address: ${(error as Error).message}`)]
    }
  })
}

/** The node's private key, where it is there: closed to others, and the one that the description knows. */
export function checkKey(folder: string, read: FolderReader, node: NetworkNode): NetworkFinding[] {
  const path = pathIn(node, nodeFiles.key)
  const text = read(path)?.trim()
  if (text === undefined) return [fine(path, 'not here: its operator has it')]
  const mode = statSync(join(folder, path)).mode & 0o777
  const open = process.platform !== 'win32' && (mode & 0o077) !== 0 ? [fault(path, `mode 0${mode.toString(8)}`, 'mode 0600')] : []
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(text)) return [...open, fault(path, 'no 64 hex digits', 'a private key')]
  const account = accountOf(`0x${text.replace(/^0x/, '')}`)
  if (account === undefined) return [...open, fault(path, 'no number of the group of secp256k1', 'a private key')]
  return account === node.account ? open : [...open, fault(path, `the key of ${account}`, `the key of ${node.account}`)]
}

/** Zero, and what is not below the group's order, are keys of nobody. */
function accountOf(key: Hex): string | undefined {
  try {
    return privateKeyToAccount(key).address.toLowerCase()
  } catch {
    return undefined
  }
}
