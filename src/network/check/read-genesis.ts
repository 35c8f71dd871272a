import { z } from 'zod'
import type { Hex } from '../../domain/fields.ts'
import type { Alloc } from '../alloc.ts'
import type { GenesisFile } from '../genesis-file.ts'

const hex = z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'is no 0x and bytes in hex')
const quantity = z.string().regex(/^0x[0-9a-fA-F]{1,64}$/, 'is no number in hex')
const account = z.object({
  nonce: quantity.default('0x0'),
  balance: z
    .string()
    .regex(/^(0x[0-9a-fA-F]{1,64}|[0-9]{1,78})$/, 'is no number')
    .default('0x0'),
  code: hex.default('0x'),
  storage: z.record(quantity, quantity).default({}),
})

/** As much of a genesis file as its state and its validators take; everything else is compared as it stands. */
const genesis = z.looseObject({
  config: z.looseObject({
    chainId: z.number().int().positive(),
    qbft: z.looseObject({ validatorcontractaddress: z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'is no address') }),
  }),
  timestamp: quantity,
  gasLimit: quantity,
  extraData: hex,
  alloc: z.record(z.string().regex(/^(0x)?[0-9a-fA-F]{40}$/, 'is no address'), account),
})

export type FoundGenesis = {
  /** The file's JSON, as it is, but for `alloc`, which is spelled as `derkey network init` spells it. */
  readonly file: GenesisFile
  readonly chainId: number
  readonly timestamp: number
  readonly gasLimit: number
  readonly extraData: Hex
  readonly validatorSet: Hex
}

/** @returns what is wrong with it, where it cannot be read */
export function readGenesis(text: string): FoundGenesis | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return `is no JSON: ${(error as Error).message}`
  }
  const parsed = genesis.safeParse(json)
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  const { config, timestamp, gasLimit, extraData, alloc } = parsed.data
  return {
    file: { ...(json as GenesisFile), alloc: spelled(alloc) },
    chainId: config.chainId,
    timestamp: Number(timestamp),
    gasLimit: Number(gasLimit),
    extraData: extraData.toLowerCase() as Hex,
    validatorSet: config.qbft.validatorcontractaddress.toLowerCase() as Hex,
  }
}

/** Besu takes addresses with and without 0x, in any case, and slots without their leading zeros. */
function spelled(alloc: z.output<typeof genesis>['alloc']): Alloc {
  return Object.fromEntries(
    Object.entries(alloc).map(([address, { nonce, balance, code, storage }]) => [
      `0x${address.replace(/^0x/, '').toLowerCase()}`,
      {
        nonce: `0x${BigInt(nonce).toString(16)}`,
        balance: `0x${BigInt(balance).toString(16)}`,
        code: code.toLowerCase() as Hex,
        storage: Object.fromEntries(Object.entries(storage).map(([slot, value]) => [word(slot), word(value)])),
      },
    ]),
  )
}

const word = (value: string): Hex => `0x${value.slice(2).toLowerCase().padStart(64, '0')}`
