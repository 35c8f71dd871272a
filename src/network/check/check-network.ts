import { readdirSync } from 'node:fs'
import { parseConsortium } from '../../domain/consortium/parse-consortium.ts'
import type { Consortium } from '../../domain/consortium.ts'
import { Problem } from '../../domain/problem.ts'
import { openGenesisEvm } from '../genesis-evm.ts'
import { genesisHash } from '../genesis-hash.ts'
import { describeNetwork, networkFiles, type Network } from '../network-files.ts'
import { transitionList, type Transition } from '../transitions.ts'
import { checkCaps } from './check-caps.ts'
import { checkFolders } from './check-folders.ts'
import { checkValidators } from './check-validators.ts'
import { fault, fine, type NetworkFinding } from './finding.ts'
import { folderReader, type FolderReader } from './folder-reader.ts'
import { genesisDifferences } from './genesis-differences.ts'
import { ignoredKeys } from './ignored-keys.ts'
import { jsonDifferences } from './json-differences.ts'
import { readGenesis, type FoundGenesis } from './read-genesis.ts'
import { readRecords } from './read-records.ts'

export type CheckedNetwork = { readonly genesis_hash: string | null; readonly findings: readonly NetworkFinding[] }

/** Proves a network's folder without Besu: see docs/network.md for what. @throws Problem `file_unreadable` where there is no such folder */
export async function checkNetwork(folder: string): Promise<CheckedNetwork> {
  requireFolder(folder)
  const read = folderReader(folder)
  const described = describe(read)
  const text = read(networkFiles.genesis)
  const found = text === undefined ? 'nothing' : readGenesis(text)
  const network = described.consortium === undefined ? undefined : await describeNetwork(described.consortium, described.transitions)
  const findings: NetworkFinding[] = [...described.findings]
  if (typeof found === 'string') findings.push(fault(networkFiles.genesis, found, 'a genesis file'))
  else findings.push(...(await checkGenesis(found, text, network)))
  if (described.consortium !== undefined && network !== undefined)
    findings.push(...checkFolders(folder, read, described.consortium, network))
  return { genesis_hash: typeof found === 'string' ? null : await hashOf(found), findings }
}

async function hashOf(found: FoundGenesis): Promise<string | null> {
  try {
    return await genesisHash(found.file)
  } catch {
    // a header with a field that is missing or no number: a finding says which
    return null
  }
}

function requireFolder(folder: string): void {
  try {
    readdirSync(folder)
  } catch (error) {
    throw new Problem('file_unreadable', { field: 'dir', detail: `${folder}: ${(error as Error).message}`, cause: error })
  }
}

type Described = {
  readonly consortium?: Consortium
  readonly transitions: readonly Transition[]
  readonly findings: readonly NetworkFinding[]
}

function describe(read: FolderReader): Described {
  const text = read(networkFiles.description)
  if (text === undefined)
    return { transitions: [], findings: [fault(networkFiles.description, 'nothing', 'the description of the consortium')] }
  try {
    const consortium = parseConsortium(text)
    const transitions = transitionList.parse(JSON.parse(read(networkFiles.transitions) ?? '[]'))
    return { consortium, transitions, findings: [fine(networkFiles.description, 'a consortium within all caps')] }
  } catch (error) {
    if (error instanceof Problem) {
      const found = error.field === undefined ? error.message : `${error.field}: ${error.message}`
      return { transitions: [], findings: [fault(networkFiles.description, found, 'a consortium within all caps')] }
    }
    return {
      transitions: [],
      findings: [fault(networkFiles.transitions, (error as Error).message, 'transitions as `derkey network recover` writes them')],
    }
  }
}

async function checkGenesis(found: FoundGenesis, text: string | undefined, network: Network | undefined): Promise<NetworkFinding[]> {
  const block = { chain_id: found.chainId, timestamp: found.timestamp, gas_limit: found.gasLimit }
  const asked = await checkValidators(await openGenesisEvm(block, found.file.alloc), found)
  const differences = network === undefined ? [] : differencesOf(found, text, network)
  return [
    ...ignoredKeys(networkFiles.genesis, found.file),
    ...asked.findings,
    ...(await checkRecords(found, asked.validators, network)),
    ...(network !== undefined && differences.length === 0
      ? [fine(networkFiles.genesis, 'what the description comes to, to the byte')]
      : differences),
  ]
}

/**
 * The same values can be written otherwise: of a key, an account or a slot that stands twice, or in two spellings, JSON gives the last, and Besu
 * takes both.
 */
function differencesOf(found: FoundGenesis, text: string | undefined, network: Network): NetworkFinding[] {
  const differences = genesisDifferences(networkFiles.genesis, found.file, network.genesis, network.deployment)
  const [lines = [], wanted = []] = [text, network.files.get(networkFiles.genesis)].map((each) => each?.split('\n'))
  const line = lines.findIndex((each, index) => each !== wanted[index])
  if (differences.length > 0 || (line < 0 && lines.length === wanted.length)) return differences
  const place = line < 0 ? lines.length : line
  return [fault(`${networkFiles.genesis}: line ${place + 1}`, shortened(lines[place]), `${shortened(wanted[place])}: not a byte otherwise`)]
}

const shortened = (line = 'nothing'): string => (line.length > 120 ? `${line.slice(0, 120)}…` : line.trim())

/** The difference in the contracts' own words; without a description, whose deployment says where the contracts are, there are none. */
async function checkRecords(found: FoundGenesis, validators: readonly string[], network: Network | undefined): Promise<NetworkFinding[]> {
  if (network === undefined) return []
  const block = { chain_id: found.chainId, timestamp: found.timestamp, gas_limit: found.gasLimit }
  try {
    const records = await readRecords(found.file.alloc, block, network.deployment)
    const wanted = await readRecords(network.genesis.alloc, block, network.deployment)
    return [
      ...checkCaps(validators, records.nodes, records.home_countries),
      ...jsonDifferences(records, wanted).map(({ path, ...values }) =>
        fault(`the genesis says: ${path}`, values.found, `${values.wanted} (${networkFiles.description})`),
      ),
    ]
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [fault('the contracts of the genesis answer', error.message, 'answers')]
  }
}
