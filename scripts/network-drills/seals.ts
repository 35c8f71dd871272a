import { bytesOf } from '../../src/chain/proofs/bytes.ts'
import { encodeHeader } from '../../src/chain/proofs/header.ts'
import { decodeExtraData } from '../../src/chain/proofs/qbft-extra-data.ts'
import { sealersOf as sealersOfHeader } from '../../src/chain/proofs/verify-seals.ts'
import type { Hex } from '../../src/domain/fields.ts'

/** A block as eth_getBlockByNumber gives it. */
export type RpcBlock = { readonly number: Hex; readonly hash: Hex; readonly timestamp: Hex; readonly extraData: Hex } & Readonly<
  Record<string, unknown>
>

/** Who sealed the block, in lower case. */
export const sealersOf = (block: RpcBlock): Promise<Hex[]> => sealersOfHeader(encodeHeader(block))

/** Round of consensus in which the block was agreed; 0: at the first attempt. */
export const roundOf = ({ extraData }: RpcBlock): number => decodeExtraData(bytesOf(extraData)).round
