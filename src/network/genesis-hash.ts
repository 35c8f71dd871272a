import { createCustomCommon, Hardfork, Mainnet } from '@ethereumjs/common'
import { MerkleStateManager } from '@ethereumjs/statemanager'
import { Account, createAddressFromString, hexToBytes, setLengthLeft, unpadBytes } from '@ethereumjs/util'
import { bytesToHex, keccak256, toRlp, type Hex } from 'viem'
import type { Alloc } from './alloc.ts'
import type { GenesisFile } from './genesis-file.ts'

/** Keccak-256 of RLP of an empty list, and of an empty trie. */
const emptyList = keccak256('0xc0')
const emptyTrie = keccak256('0x80')

/**
 * Hash of block 0 as Besu computes it from a genesis file under Cancun: by it operators know that they start the same chain. The header's
 * fields are in the order of Ethereum's execution specification.
 */
export async function genesisHash(genesis: GenesisFile): Promise<Hex> {
  const text = (field: string): Hex => genesis[field] as Hex
  const quantity = (field: string): Hex => {
    const value = BigInt(text(field))
    return value === 0n ? '0x' : evenHex(value)
  }
  return keccak256(
    toRlp([
      text('parentHash'),
      emptyList,
      text('coinbase'),
      await stateRoot(genesis.alloc),
      emptyTrie,
      emptyTrie,
      `0x${'00'.repeat(256)}`,
      quantity('difficulty'),
      '0x',
      quantity('gasLimit'),
      '0x',
      quantity('timestamp'),
      text('extraData'),
      text('mixHash'),
      `0x${BigInt(text('nonce')).toString(16).padStart(16, '0')}`,
      quantity('baseFeePerGas'),
      emptyTrie,
      quantity('blobGasUsed'),
      quantity('excessBlobGas'),
      text('parentBeaconBlockRoot'),
    ]),
  )
}

function evenHex(value: bigint): Hex {
  const digits = value.toString(16)
  return `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`
}

async function stateRoot(alloc: Alloc): Promise<Hex> {
  const state = new MerkleStateManager({ common: createCustomCommon({}, Mainnet, { hardfork: Hardfork.Cancun }) })
  for (const [address, { nonce, balance, code, storage }] of Object.entries(alloc)) {
    const account = createAddressFromString(address)
    await state.putAccount(account, new Account(BigInt(nonce), BigInt(balance)))
    await state.putCode(account, hexToBytes(code))
    for (const [slot, value] of Object.entries(storage)) {
      await state.putStorage(account, setLengthLeft(hexToBytes(slot as Hex), 32), unpadBytes(hexToBytes(value)))
    }
  }
  await state.flush()
  return bytesToHex(await state.getStateRoot())
}
