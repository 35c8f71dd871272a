import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { join, resolve } from 'node:path'
import { generateKeys } from '../../src/network/generate-keys.ts'
import { describeNetwork, networkFiles } from '../../src/network/network-files.ts'
import { onLoopback } from '../../src/network/on-loopback.ts'
import { requireFree, writeNetwork } from '../../src/network/write-network.ts'
import { readConsortium } from '../read-consortium.ts'
import { outputOf } from '../registry-command.ts'

/** From 32768 on the system gives ports to outgoing connections; each node takes three, a hundred apart. */
const lastFirstPort = 32_767 - 200 - 60

function firstPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1024 && port <= lastFirstPort) return port
  throw new InvalidArgumentError(`must be 1024 to ${lastFirstPort}.`)
}

export const networkInit = new Command('init')
  .description(
    'writes the files of a QBFT network on Besu: genesis with all contracts, a folder a node, Docker and systemd files; needs no key',
  )
  .argument('<consortium>', 'description of the consortium, JSON')
  .requiredOption('--dir <dir>', 'a new folder for the files')
  .option('--generate-keys', 'for tests: replace every account and every key of a node by new ones, and write the private keys too')
  .option('--loopback <port>', 'for tests: all nodes on 127.0.0.1, their P2P ports from this one on', firstPort)
  .action(async (file, { dir, generateKeys: generate, loopback }, command) => {
    const output = outputOf(command)
    requireFree(resolve(dir), dir)
    const described = readConsortium(file)
    const placed = loopback === undefined ? described : onLoopback(described, loopback)
    const { consortium, secrets } = generate ? generateKeys(placed) : { consortium: placed, secrets: new Map<string, string>() }
    const { hash, nodes, files } = await describeNetwork(consortium)
    writeNetwork(dir, files, secrets)
    const deployment = join(dir, networkFiles.deployment)
    output.answer({ dir, genesis_hash: hash, deployment, nodes }, [
      `${dir}: ${nodes.length} nodes, hash of block 0 ${hash}`,
      ...nodes.map(
        ({ name, account, ip, port, storage, operator }) =>
          `${name.padEnd(13)} ${account}  ${`${ip}:${port}`.padEnd(21)} ${storage}  ${operator}`,
      ),
      `what to do with it stands in ${join(dir, 'README.md')}`,
    ])
  })
