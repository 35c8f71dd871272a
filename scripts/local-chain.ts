import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import type { Hex } from 'viem'
import { Problem } from '../src/domain/problem.ts'

export type LocalChainOptions = {
  /** 0: any free port. */
  readonly port?: number
  readonly chainId?: number
  /** Seconds between blocks; 0: a block as soon as there is a transaction. */
  readonly blockTime?: number
  /** How many funded accounts to make. Gas is free, so that accounts without funds can send too. */
  readonly accounts?: number
}

export type LocalChain = { readonly url: string; readonly chainId: number; readonly privateKeys: readonly Hex[]; close(): Promise<void> }

const listenAddress = '127.0.0.1'

/**
 * A chain to try things on: Hardhat's EDR, one process, state in memory. Nothing about it is Byzantine-fault-tolerant.
 * @throws Problem `port_taken`
 */
export async function startLocalChain({
  port = 0,
  chainId = 31337,
  blockTime = 0,
  accounts = 0,
}: LocalChainOptions = {}): Promise<LocalChain> {
  await requireFreePort(port)
  const privateKeys = Array.from({ length: Math.max(accounts, 1) }, (): Hex => `0x${randomBytes(32).toString('hex')}`)
  const network = {
    type: 'edr-simulated' as const,
    chainType: 'l1' as const,
    hardfork: 'cancun',
    chainId,
    accounts: privateKeys.map((privateKey) => ({ privateKey, balance: 10n ** 24n })),
    initialBaseFeePerGas: 0,
    // far above what is sent, so that the base fee stays where it is: at zero
    blockGasLimit: 1_000_000_000,
    allowBlocksWithSameTimestamp: true,
    throwOnTransactionFailures: false,
    mining: blockTime === 0 ? { auto: true } : { auto: false, interval: blockTime * 1000 },
  }
  const root = dirname(createRequire(import.meta.url).resolve('hardhat/package.json'))
  const runtime = await createHardhatRuntimeEnvironment({ networks: { default: network } }, {}, root)
  const server = await runtime.network.createServer('default', listenAddress, port)
  const address = await server.listen()
  return {
    url: `http://${listenAddress}:${address.port}`,
    chainId,
    privateKeys: privateKeys.slice(0, accounts),
    close: () => server.close(),
  }
}

/** Hardhat's server knows no error for a port that is taken. */
async function requireFreePort(port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(new Problem('port_taken', { field: 'port', detail: `${port}: ${error.message}`, cause: error })))
    probe.listen(port, listenAddress, () => probe.close(() => resolve()))
  })
}
