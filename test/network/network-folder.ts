import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseConsortium } from '../../src/domain/consortium/parse-consortium.ts'
import { generateKeys } from '../../src/network/generate-keys.ts'
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
      return folderCopy(path)
    },
  }
}
export type NetworkFolder = Awaited<ReturnType<typeof networkFolder>>
export type GenesisJson = {
  config: Record<string, unknown> & { qbft: Record<string, unknown> }
  alloc: Network['genesis']['alloc']
} & Record<string, unknown>

export type FolderCopy = ReturnType<typeof folderCopy>

function folderCopy(path: string) {
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
    faults: async (): Promise<string[]> => (await findings(path)).filter(({ severity }) => severity === 'fault').map(inWords),
    notes: async (): Promise<string[]> => (await findings(path)).filter(({ severity }) => severity === 'note').map(inWords),
  }
}

const findings = async (path: string) => (await checkNetwork(path)).findings
const inWords = ({ check, found, wanted }: NetworkFinding) => `${check}: ${found}, wanted ${wanted}`
