import { createPublicClient, custom, type Hex } from 'viem'
import type { Client } from '../chain/client.ts'
import { inTurns } from '../chain/in-turns.ts'
import type { GenesisBlock, GenesisEvm } from './genesis-evm.ts'

type Request = { readonly method: string; readonly params?: readonly unknown[] }

/** A client of a chain that has block 0 alone, in memory: whatever reads a registry from a node reads a genesis file too. */
export function genesisClient(evm: GenesisEvm, block: GenesisBlock): Client {
  const turn = inTurns()
  const alloc = evm.alloc()
  const answer = async ({ method, params = [] }: Request): Promise<unknown> => {
    const [first, second] = params as [Hex, Hex]
    if (method === 'eth_chainId') return hex(block.chain_id)
    if (method === 'eth_blockNumber') return '0x0'
    if (method === 'eth_getBlockByNumber') return { number: '0x0', timestamp: hex(block.timestamp), transactions: [] }
    if (method === 'eth_getLogs') return []
    if (method === 'eth_getCode') return alloc[lower(first)]?.code ?? '0x'
    if (method === 'eth_getStorageAt') return alloc[lower(first)]?.storage[slot(second)] ?? zero32
    if (method === 'eth_call') return call(params[0] as { from?: Hex; to: Hex; data: Hex })
    throw new TypeError(`a genesis file answers no ${method}`)
  }
  const call = async ({ from = zeroAddress, to, data }: { from?: Hex; to: Hex; data: Hex }): Promise<Hex> => {
    const { data: returned, reverted, fault } = await evm.view(from, lower(to), data)
    if (reverted) throw Object.assign(new Error(`execution reverted: ${fault}`), { code: 3, data: returned })
    return returned
  }
  return createPublicClient({
    transport: custom({ request: (request: Request) => turn(() => answer(request)) }, { retryCount: 0 }),
    cacheTime: 0,
  })
}

const zeroAddress: Hex = `0x${'0'.repeat(40)}`
const zero32: Hex = `0x${'0'.repeat(64)}`
const hex = (value: number): Hex => `0x${value.toString(16)}`
const lower = (address: Hex): Hex => address.toLowerCase() as Hex
const slot = (value: Hex): Hex => `0x${BigInt(value).toString(16).padStart(64, '0')}`
