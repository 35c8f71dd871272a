import { hexlify, id, toUtf8Bytes, Wallet, zeroPadBytes } from 'ethers'
import type { IBoard } from '../../../types/Board.ts'
import { countryBytes } from './inputs.ts'
import { ethers, networkHelpers } from './network.ts'

/** Who founds the board, from where and of which segment: 4 of 7 pass an ordinary motion, 5 one on the constitution. */
const founders = {
  utilityOne: ['US', 'utility'],
  utilityTwo: ['US', 'utility'],
  ministry: ['US', 'government'],
  university: ['US', 'academia'],
  inverterMaker: ['US', 'inverter_manufacturer'],
  carMaker: ['DE', 'auto_manufacturer'],
  chipVendor: ['NL', 'chip_vendor'],
} as const satisfies Record<string, readonly [country: string, segment: string]>

export type SeatName = keyof typeof founders
export const seatNames = Object.keys(founders) as SeatName[]
export type Seats = Record<SeatName, Wallet>
export const homeCountries = ['US']
export const segments = [
  'utility',
  'inverter_manufacturer',
  'auto_manufacturer',
  'service_provider',
  'chip_vendor',
  'academia',
  'government',
]

/** An account of that name, with a key at hand that signs, on the tests' chain. */
export async function fundedWallet(name: string): Promise<Wallet> {
  const wallet = new Wallet(id(name), ethers.provider)
  await networkHelpers.setBalance(wallet.address, 10n ** 18n)
  return wallet
}

export async function fundedSeats(): Promise<Seats> {
  const entries = await Promise.all(seatNames.map(async (name) => [name, await fundedWallet(name)] as const))
  return Object.fromEntries(entries) as Seats
}

export function segmentBytes(name: string): string {
  return zeroPadBytes(toUtf8Bytes(name), 32)
}

/** entity_id of the entity of that name. */
export function entityOf(name: string): string {
  return new Wallet(id(`entity ${name}`)).address
}

/** What a motion says of a new seat of the entity `name`; `over` replaces fields. */
export function seatDetails(name: string, over: Partial<IBoard.SeatDetailsStruct> = {}): IBoard.SeatDetailsStruct {
  const details = {
    entityId: entityOf(name),
    country: countryBytes('US'),
    segment: segmentBytes('service_provider'),
    group: id(`group ${name}`),
  }
  return { ...details, account: new Wallet(id(name)).address, ...over }
}

export function founderDetails(): IBoard.SeatDetailsStruct[] {
  return seatNames.map((name) => {
    const [country, segment] = founders[name]
    return seatDetails(name, { country: countryBytes(country), segment: segmentBytes(segment) })
  })
}

/** Seven nodes that keep every cap, entered by the genesis. */
export function genesisNodes() {
  return seatNames.map((name, index) => {
    const publicKey = new Wallet(id(`node ${name}`)).signingKey.publicKey
    const [country, segment] = founders[name]
    return {
      publicKeyX: `0x${publicKey.slice(4, 68)}`,
      publicKeyY: `0x${publicKey.slice(68)}`,
      operatorAccount: new Wallet(id(`operator ${name}`)).address,
      ip: hexlify(new Uint8Array([10, 0, 0, index + 1])),
      port: 30_303,
      facts: {
        operatorId: entityOf(name),
        group: id(`group ${name}`),
        controlCountry: countryBytes(country),
        hostingCountry: countryBytes(country),
        segment: segmentBytes(segment),
      },
    }
  })
}
