import { createCustomCommon, Hardfork, Mainnet } from '@ethereumjs/common'
import { createEVM, type EVMResult } from '@ethereumjs/evm'
import { SimpleStateManager } from '@ethereumjs/statemanager'
import { Account, createAddressFromString, hexToBytes, setLengthLeft, unpadBytes } from '@ethereumjs/util'
import { bytesToHex, type Hex } from 'viem'
import { Problem } from '../domain/problem.ts'
import type { Alloc } from './alloc.ts'

/** Where and when the code of a genesis runs: block 0. */
export type GenesisBlock = { readonly chain_id: number; /** seconds since 1970 */ readonly timestamp: number; readonly gas_limit: number }

export type Answer = {
  /** What the call returned; of a revert its data. */
  readonly data: Hex
  readonly reverted: boolean
  /** Why, in the EVM's words; undefined when it ended well. */
  readonly fault: string | undefined
  /** Without the 21,000 and the price of its data that a transaction pays besides. */
  readonly gas: number
}

/**
 * An EVM at block 0 and the genesis timestamp. Code that keeps its own address, the chain id or the time (UUPS, EIP-712, AccessManager,
 * checkpoints of votes) keeps the right ones only if it runs where it will be.
 */
export type GenesisEvm = {
  /** Runs a constructor. @returns the contract's address, by the sender's nonce as on a chain. @throws Problem `genesis_failed` */
  create(from: Hex, initCode: Hex, step: string): Promise<Hex>
  /** @throws Problem `genesis_failed` where it reverts */
  call(from: Hex, to: Hex, data: Hex, step: string): Promise<Hex>
  /** Changes nothing, and does not throw for a revert. */
  view(from: Hex, to: Hex, data: Hex): Promise<Answer>
  /** Every account that has code: what a genesis file calls `alloc`. */
  alloc(): Alloc
}

/** @param initial accounts to begin with */
export async function openGenesisEvm(block: GenesisBlock, initial: Alloc = {}): Promise<GenesisEvm> {
  const common = createCustomCommon({ chainId: block.chain_id }, Mainnet, { hardfork: Hardfork.Cancun })
  const state = new SimpleStateManager({ common })
  await load(state, initial)
  const evm = await createEVM({ common, stateManager: state })
  const header = {
    number: 0n,
    coinbase: createAddressFromString(zeroAddress),
    timestamp: BigInt(block.timestamp),
    difficulty: 1n,
    prevRandao: new Uint8Array(32),
    gasLimit: BigInt(block.gas_limit),
    baseFeePerGas: 0n,
    getBlobGasPrice: () => 1n,
  }

  const run = async (from: Hex, to: Hex | null, data: Hex): Promise<EVMResult> => {
    const caller = createAddressFromString(from)
    const target = to === null ? {} : { to: createAddressFromString(to) }
    const gasLimit = BigInt(block.gas_limit)
    const result = await evm.runCall({
      block: { header },
      caller,
      origin: caller,
      ...target,
      data: hexToBytes(data),
      gasLimit,
      gasPrice: 0n,
    })
    // what a transaction's end does: accounts touched and empty go, original values of slots are forgotten
    await evm.journal.cleanup()
    state.originalStorageCache.clear()
    return result
  }
  const required = async (step: string, running: Promise<EVMResult>): Promise<EVMResult> => {
    const result = await running
    const { exceptionError, returnValue } = result.execResult
    if (exceptionError === undefined) return result
    throw new Problem('genesis_failed', { detail: `${step}: ${exceptionError.error} ${bytesToHex(returnValue)}` })
  }

  return {
    create: async (from, initCode, step) => {
      const { createdAddress } = await required(step, run(from, null, initCode))
      if (createdAddress === undefined) throw new Problem('genesis_failed', { detail: `${step}: no contract was created` })
      return createdAddress.toString()
    },
    call: async (from, to, data, step) => bytesToHex((await required(step, run(from, to, data))).execResult.returnValue),
    view: async (from, to, data) => {
      await state.checkpoint()
      const { execResult } = await run(from, to, data)
      await state.revert()
      const fault = execResult.exceptionError?.error
      return { data: bytesToHex(execResult.returnValue), reverted: fault !== undefined, fault, gas: Number(execResult.executionGasUsed) }
    },
    alloc: () => dump(state),
  }
}

const zeroAddress = '0x0000000000000000000000000000000000000000'

async function load(state: SimpleStateManager, alloc: Alloc): Promise<void> {
  for (const [address, { balance, code, nonce, storage }] of Object.entries(alloc)) {
    const account = createAddressFromString(address)
    await state.putAccount(account, new Account(BigInt(nonce), BigInt(balance)))
    if (code !== '0x') await state.putCode(account, hexToBytes(code))
    for (const [slot, value] of Object.entries(storage)) {
      await state.putStorage(account, setLengthLeft(hexToBytes(slot as Hex), 32), unpadBytes(hexToBytes(value)))
    }
  }
}

/** In the order of addresses and slots, so that the same description gives the same file. */
function dump(state: SimpleStateManager): Alloc {
  const last = <T>(stack: readonly Map<string, T>[]) => [...(stack.at(-1) ?? [])].sort(([one], [other]) => (one < other ? -1 : 1))
  const storage = last(state.storageStack)
  return Object.fromEntries(
    last(state.codeStack)
      .filter(([, code]) => code.length > 0)
      .map(([address, code]) => {
        const slots = storage
          .filter(([key, value]) => key.startsWith(`${address}_`) && value.some((byte) => byte !== 0))
          .map(([key, value]) => [key.slice(address.length + 1), bytesToHex(setLengthLeft(value, 32))])
        const nonce = state.accountStack.at(-1)?.get(address as Hex)?.nonce ?? 1n
        return [address, { nonce: `0x${nonce.toString(16)}`, balance: '0x0', code: bytesToHex(code), storage: Object.fromEntries(slots) }]
      }),
  )
}
