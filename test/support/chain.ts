import { startLocalChain, type LocalChain, type LocalChainOptions } from '../../scripts/local-chain.ts'

/** A real EDR chain behind JSON-RPC on a free port; close it in `after`. */
export function startChain(options: LocalChainOptions = {}): Promise<LocalChain> {
  return startLocalChain({ chainId: 31337, ...options })
}
