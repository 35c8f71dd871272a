import { readFileSync } from 'node:fs'
import { decodeAbiParameters, encodeFunctionData, parseAbi } from 'viem'
import type { Namer, PinnedGenesis } from '../chain/proofs/pinned-genesis.ts'
import { firstSlotOf } from '../chain/proofs/slots.ts'
import type { Hex } from '../domain/fields.ts'
import { Problem } from '../domain/problem.ts'
import type { Alloc } from './alloc.ts'
import { readGenesis, type FoundGenesis } from './check/read-genesis.ts'
import { openGenesisEvm, type GenesisEvm } from './genesis-evm.ts'
import { genesisHash } from './genesis-hash.ts'
import { transitionList } from './transitions.ts'

const abi = parseAbi([
  'function PLACE() view returns (uint256)',
  'function VALIDATOR_SET() view returns (address)',
  'function alone(uint256 place) view returns (address)',
])
const zeroAddress: Hex = `0x${'0'.repeat(40)}`
/** Contracts that name validators have their list there. */
const listSlot = 0n
const mostValidators = 1000n

/**
 * What a genesis file says about its chain: nothing else has to be trusted to tell its blocks from others.
 * @throws Problem `file_unreadable`, `genesis_invalid`
 */
export async function readPinnedGenesis(file: string): Promise<PinnedGenesis> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Problem('file_unreadable', { field: 'genesis', detail: `${file}: ${(error as Error).message}`, cause: error })
  }
  const found = readGenesis(text)
  if (typeof found === 'string') throw new Problem('genesis_invalid', { field: 'genesis', detail: `${file}: ${found}` })
  return pinnedGenesis(found)
}

async function pinnedGenesis(found: FoundGenesis): Promise<PinnedGenesis> {
  const { alloc } = found.file
  const evm = await openGenesisEvm({ chain_id: found.chainId, timestamp: found.timestamp, gas_limit: found.gasLimit }, alloc)
  const transitions = transitionsOf(found)
  const selected = [{ block: 1, contract: found.validatorSet }, ...transitions]
  const namers = await Promise.all(selected.map(({ block, contract }) => namerOf(evm, block, contract)))
  const contracts = namers.map(({ contract, lone }) => lone?.of ?? contract)
  return {
    chain_id: found.chainId,
    hash: await genesisHash(found.file),
    namers,
    lists: Object.fromEntries(
      [...new Set(contracts)].flatMap((contract) => (contract in alloc ? [[contract, listOf(alloc, contract)]] : [])),
    ),
    recovery_sets: transitions.length === 0 ? null : await findRecoverySets(evm, alloc),
  }
}

function transitionsOf({ file }: FoundGenesis): { block: number; contract: Hex }[] {
  const { transitions } = file.config as { transitions?: { qbft?: unknown } }
  const read = transitionList.safeParse(transitions?.qbft ?? [])
  if (!read.success) {
    throw new Problem('genesis_invalid', { field: 'genesis', detail: `config.transitions.qbft: ${read.error.issues[0]?.message ?? ''}` })
  }
  return read.data.map(({ block, validatorcontractaddress }) => ({ block, contract: validatorcontractaddress as Hex }))
}

/** One that names a single validator says itself which. */
async function namerOf(evm: GenesisEvm, from: number, contract: Hex): Promise<Namer> {
  const [place, of] = [await answer(evm, contract, 'PLACE'), await answer(evm, contract, 'VALIDATOR_SET')]
  if (place === undefined || of === undefined) return { from, contract }
  return { from, contract, lone: { of: addressIn(of), place: Number(BigInt(place)) } }
}

/** The one contract of block 0 that knows a contract for the validator at place 0. */
async function findRecoverySets(evm: GenesisEvm, alloc: Alloc): Promise<Hex | null> {
  const data = encodeFunctionData({ abi, functionName: 'alone', args: [0n] })
  for (const address of Object.keys(alloc) as Hex[]) {
    const found = await evm.view(zeroAddress, address, data)
    if (!found.reverted && isWord(found.data) && addressIn(found.data) in alloc) return address
  }
  return null
}

async function answer(evm: GenesisEvm, contract: Hex, functionName: 'PLACE' | 'VALIDATOR_SET'): Promise<Hex | undefined> {
  const found = await evm.view(zeroAddress, contract, encodeFunctionData({ abi, functionName }))
  return !found.reverted && isWord(found.data) ? found.data : undefined
}

const isWord = (data: Hex) => data.length === 66
const addressIn = (data: Hex) => decodeAbiParameters([{ type: 'address' }], data)[0].toLowerCase() as Hex

function listOf(alloc: Alloc, contract: Hex): Hex[] {
  const storage = alloc[contract]?.storage ?? {}
  const at = (slot: bigint) => storage[`0x${slot.toString(16).padStart(64, '0')}`] ?? '0x0'
  const [first, size] = [firstSlotOf(listSlot), BigInt(at(listSlot))]
  if (size > mostValidators) throw new Problem('genesis_invalid', { field: 'genesis', detail: `${contract} names ${size} validators` })
  return Array.from({ length: Number(size) }, (_, index): Hex => `0x${at(first + BigInt(index)).slice(-40)}`)
}
