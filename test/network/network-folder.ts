import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Consortium } from '../../src/domain/consortium.ts'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import { generateKeys } from '../../src/network/generate-keys.ts'
import { checkFolders } from '../../src/network/check/check-folders.ts'
import { folderReader } from '../../src/network/check/folder-reader.ts'
import { checkNetwork } from '../../src/network/check/check-network.ts'
import type { NetworkFinding } from '../../src/network/check/finding.ts'
import { describeNetwork, type Network } from '../../src/network/network-files.ts'
import { writeNetwork } from '../../src/network/write-network.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

export const exampleFile = join(import.meta.dirname, '..', '..', 'examples', 'consortium.json')
export const example = parseConsortium(readFileSync(exampleFile, 'utf8'))

/** The example's network with keys of its own, written once; each test changes a copy. */
export async function networkFolder() {
  const temporary = temporaryFolder()
  const { consortium, secrets } = generateKeys(example)
  const network = await describeNetwork(consortium)
  const first = temporary.file('first')
  writeNetwork(first, network.files, secrets)
  let copies = 0
  return {
    consortium,
    network,
    remove: temporary.remove,
    copy: (): FolderCopy => {
      const path = temporary.file(`copy-${++copies}`)
      cpSync(first, path, { recursive: true })
      return folderCopy(path, consortium, network)
    },
  }
}
export type NetworkFolder = Awaited<ReturnType<typeof networkFolder>>
export type GenesisJson = {
  config: Record<string, unknown> & { qbft: Record<string, unknown> }
  alloc: Network['genesis']['alloc']
} & Record<string, unknown>

export type FolderCopy = ReturnType<typeof folderCopy>

function folderCopy(path: string, consortium: Consortium, network: Network) {
  const nodeFindings = () => checkFolders(path, folderReader(path), consortium, network)
  const text = (file: string) => readFileSync(join(path, file), 'utf8')
  const write = (file: string, content: string) => writeFileSync(join(path, file), content)
  return {
    path,
    text,
    write,
    json: <T>(file: string) => JSON.parse(text(file)) as T,
    /** Writes a file of JSON anew, changed by `change`. */
    change: <T>(file: string, change: (json: T) => void) => {
      const json = JSON.parse(text(file)) as T
      change(json)
      write(file, `${JSON.stringify(json, null, 2)}\n`)
    },
    faults: async (): Promise<string[]> => worded(await findings(path), 'fault'),
    notes: async (): Promise<string[]> => worded(await findings(path), 'note'),
    /** Of the nodes' folders alone, against the network as it was written. */
    nodeFaults: (): string[] => worded(nodeFindings(), 'fault'),
    nodeNotes: (): string[] => worded(nodeFindings(), 'note'),
  }
}

const findings = async (path: string) => (await checkNetwork(path)).findings
const worded = (list: readonly NetworkFinding[], wanted: NetworkFinding['severity']): string[] =>
  list.filter(({ severity }) => severity === wanted).map((finding) => `${finding.check}: ${finding.found}, wanted ${finding.wanted}`)
