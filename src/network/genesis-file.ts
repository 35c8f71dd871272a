import type { Consortium } from '../domain/consortium.ts'
import { toSeconds, type Hex } from '../domain/fields.ts'
import type { Alloc } from './alloc.ts'
import type { Transition } from './transitions.ts'

/** A genesis file of Besu, with every value that it would otherwise assume. */
export type GenesisFile = {
  readonly config: Readonly<Record<string, unknown>>
  readonly alloc: Alloc
  readonly [field: string]: unknown
}

/** Vanity of 32 zero bytes, no validators (a contract names them), no vote, round 0, no seals: RLP, as QBFT has it. */
export const contractModeExtraData: Hex = `0xe5a0${'0'.repeat(64)}c0c080c0`
/** By this mixHash a block says that it is one of a Byzantine-fault-tolerant protocol: ASCII of "ctical byzantine fault tolerance". */
const bftMixHash: Hex = '0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365'
const zero32: Hex = `0x${'0'.repeat(64)}`

/**
 * Forks up to Cancun in block 0, and none after: Osaka caps a transaction's gas, Amsterdam prices new slots fourfold. Those by time come at the time
 * of block 0 and not at 0: Besu takes the `block` of a transition that lies above the last fork's time for a time, and every block number lies
 * above 0.
 */
const forksAt = (time: number) => ({
  homesteadBlock: 0,
  eip150Block: 0,
  eip158Block: 0,
  byzantiumBlock: 0,
  constantinopleBlock: 0,
  petersburgBlock: 0,
  istanbulBlock: 0,
  berlinBlock: 0,
  londonBlock: 0,
  shanghaiTime: time,
  cancunTime: time,
})

/** The genesis of `consortium` with `alloc` in its state. `transitions` change how blocks are made later, and leave its hash as it is. */
export function genesisFile(consortium: Consortium, alloc: Alloc, validatorSet: Hex, transitions: readonly Transition[]): GenesisFile {
  const { block_period_seconds, request_timeout_seconds, gas_limit } = consortium.network
  return {
    config: {
      chainId: consortium.chain_id,
      ...forksAt(toSeconds(consortium.genesis_time)),
      blobSchedule: { cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 } },
      zeroBaseFee: true,
      fixedBaseFee: false,
      contractSizeLimit: 24_576,
      evmStackSize: 1024,
      qbft: {
        validatorcontractaddress: validatorSet,
        blockperiodseconds: block_period_seconds,
        emptyblockperiodseconds: 0,
        requesttimeoutseconds: request_timeout_seconds,
        epochlength: 30_000,
        blockreward: '0x0',
        gossipedhistorylimit: 1000,
        messagequeuelimit: 1000,
        duplicatemessagelimit: 100,
        futuremessageslimit: 1000,
        futuremessagesmaxdistance: 10,
      },
      ...(transitions.length === 0 ? {} : { transitions: { qbft: transitions } }),
    },
    parentHash: zero32,
    nonce: '0x0',
    timestamp: hex(toSeconds(consortium.genesis_time)),
    extraData: contractModeExtraData,
    gasLimit: hex(gas_limit),
    difficulty: '0x1',
    mixHash: bftMixHash,
    coinbase: `0x${'0'.repeat(40)}`,
    baseFeePerGas: '0x0',
    blobGasUsed: '0x0',
    excessBlobGas: '0x0',
    parentBeaconBlockRoot: zero32,
    alloc,
  }
}

const hex = (value: number): Hex => `0x${value.toString(16)}`
